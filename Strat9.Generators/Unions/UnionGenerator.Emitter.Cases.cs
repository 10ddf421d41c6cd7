using Strat9.Analyzers.Protocols.Unions;

namespace Strat9.Generators.Unions;

public sealed partial class UnionGenerator
{
    private sealed partial class Emitter
    {
        private void WriteCaseTypes()
        {
            Member($"<summary>The types of the cases of <c>{_spec.Name}</c>.</summary>");
            using (_writer.Block("public static class Case"))
            {
                for (var i = 0; i < _spec.Cases.Count; i++)
                {
                    if (i > 0)
                    {
                        _writer.Line();
                    }

                    WriteCaseType(_spec.Cases[i]);
                }
            }
        }

        // A case owes what its own parts owe: once it is out of the union, one without linear parts may be dropped.
        private void WriteCaseType(CaseSpec @case)
        {
            _writer.Line($"/// <summary>The case <c>{@case.Text}</c> of <c>{_spec.Name}</c>.</summary>");
            WriteOwnership(@case.Ownership);
            _writer.Line(Generated);
            using (_writer.Block($"public readonly struct {@case.TypeName}"))
            {
                if (@case.Parts.Count > 0)
                {
                    WriteCaseConstructor(@case);
                    foreach (var part in @case.Parts)
                    {
                        _writer.Line();
                        _writer.Line($"/// <summary>The part <c>{part.Text}</c>.</summary>");
                        _writer.Line($"{part.Access} {part.Type} {part.Property} {{ get; }}");
                    }

                    WriteDeconstruct(@case);
                }
            }
        }

        private void WriteCaseConstructor(CaseSpec @case)
        {
            _writer.Line("/// <summary>Makes the case of its parts.</summary>");
            DocumentParts(@case);
            using (_writer.Block($"{@case.ConstructorAccess} {@case.TypeName}({Parameters(@case)})"))
            {
                foreach (var part in @case.Parts)
                {
                    _writer.Line($"this.{part.Property} = {part.Parameter};");
                }
            }
        }

        private void WriteDeconstruct(CaseSpec @case)
        {
            var moves = @case.Ownership != PayloadOwnership.Copyable;
            _writer.Line();
            _writer.Line($"/// <summary>{(moves ? "Moves the parts out" : "Gives the parts")}.</summary>");
            DocumentParts(@case);
            if (moves)
            {
                WriteConsumes();
            }

            var outs = string.Join(", ", @case.Parts.Select(p => $"out {p.Type} {p.Parameter}"));
            using (_writer.Block($"{@case.PartsAccess} void Deconstruct({outs})"))
            {
                foreach (var part in @case.Parts)
                {
                    _writer.Line($"{part.Parameter} = this.{part.Property};");
                }
            }
        }

        private void DocumentParts(CaseSpec @case)
        {
            foreach (var part in @case.Parts)
            {
                _writer.Line($"/// <param name=\"{part.Text}\">The part <c>{part.Text}</c>.</param>");
            }
        }

        private static string Parameters(CaseSpec @case) => string.Join(", ", @case.Parts.Select(p => $"{p.Type} {p.Parameter}"));
    }
}
