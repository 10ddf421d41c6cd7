namespace Strat9.Generators.Unions;

public sealed partial class UnionGenerator
{
    private sealed partial class Emitter
    {
        private const string NoCaseDocumentation =
            "<exception cref=\"global::System.InvalidOperationException\">There is no case: this is the default value.</exception>";

        private void WriteTryGetValue(CaseSpec @case)
        {
            Member(
                $"<summary>Takes the case <c>{@case.Text}</c> out, if this is one.</summary>",
                "<param name=\"value\">The case; the default value where the result is <see langword=\"false\"/>.</param>",
                $"<returns>Whether this is <c>{@case.Text}</c>.</returns>");
            WriteConsumes(whenTrue: true);
            using (_writer.Block($"public bool TryGetValue({Gives}out Case.{@case.TypeName} value)"))
            {
                WriteTest(@case, [$"value = {Rebuilt(@case)};"], ["value = default;"]);
            }
        }

        private void WriteIs(CaseSpec @case)
        {
            Member(
            [
                $"<summary>Takes {(@case.Parts.Count == 0 ? "" : "the parts of ")}<c>{@case.Text}</c> out, if this is one.</summary>",
                .. @case.Parts.Select(p => $"<param name=\"{p.Text}\">The part <c>{p.Text}</c>.</param>"),
                $"<returns>Whether this is <c>{@case.Text}</c>.</returns>",
            ]);
            WriteConsumes(whenTrue: true);
            var outs = string.Join(", ", @case.Parts.Select(p => $"{Gives}{MaybeNull(p)}out {p.Type} {p.Parameter}"));
            using (_writer.Block($"{@case.PartsAccess} bool Is{@case.Text}({outs})"))
            {
                WriteTest(
                    @case,
                    @case.Parts.Select(p => $"{p.Parameter} = {Stored(p)};"),
                    @case.Parts.Select(p => $"{p.Parameter} = default{(p.MayLackValue ? "!" : "")};"));
            }
        }

        private void WriteMatch()
        {
            var result = _spec.ResultParameter;
            Member(
            [
                "<summary>Takes the case out and returns what its function makes of it.</summary>",
                $"<typeparam name=\"{result}\">The type of the result.</typeparam>",
                .. _spec.Cases.Select(c => $"<param name=\"{c.Handler.TrimStart('@')}\">Called for <c>{c.Text}</c>.</param>"),
                "<returns>The result of the one function called.</returns>",
                NoCaseDocumentation,
            ]);
            WriteConsumes();
            var mark = _environment.HasAllowsMoveOnly ? "[global::Strat9.AllowsMoveOnly] " : "";
            WriteSignature($"{_spec.MatchAccess} {result} Match<{mark}{result}>", Handlers("Func", result));
            using (_writer.Block())
            {
                WriteDispatch(c => $"return {c.Handler}({Arguments(c)});");
            }
        }

        private void WriteSwitch()
        {
            Member(
            [
                "<summary>Takes the case out and hands it to its action.</summary>",
                .. _spec.Cases.Select(c => $"<param name=\"{c.Handler.TrimStart('@')}\">Called for <c>{c.Text}</c>.</param>"),
                NoCaseDocumentation,
            ]);
            WriteConsumes();
            WriteSignature($"{_spec.MatchAccess} void Switch", Handlers("Action", null));
            using (_writer.Block())
            {
                WriteDispatch(c => $"{c.Handler}({Arguments(c)}); return;");
            }
        }

        private void WriteDispatch(Func<CaseSpec, string> call)
        {
            using (_writer.Block($"switch ({_spec.TagField})"))
            {
                foreach (var @case in _spec.Cases)
                {
                    _writer.Line($"case Tag.{@case.Name}: {call(@case)}");
                }

                _writer.Line($"default: {NoCase}");
            }
        }

        // One line each: spelled out, the types of the delegates are long.
        private void WriteSignature(string head, IEnumerable<string> parameters)
        {
            _writer.Line(head + "(");
            using (_writer.Indent())
            {
                _writer.Line(string.Join(",\n", parameters) + ")");
            }
        }

        private IEnumerable<string> Handlers(string type, string? result)
        {
            var mark = Owned && _environment.HasConsumes ? "[global::Strat9.Consumes] " : "";
            return _spec.Cases.Select(c =>
            {
                var arguments = c.Parts.Select(p => p.Type).ToList();
                if (result is not null)
                {
                    arguments.Add(result);
                }

                var list = arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments)}>";
                return $"{mark}global::System.{type}{list} {c.Handler}";
            });
        }

        private static string Arguments(CaseSpec @case) => string.Join(", ", @case.Parts.Select(Stored));

        private void WriteConsumes(bool whenTrue = false)
        {
            if (Owned && _environment.HasConsumes)
            {
                _writer.Line(whenTrue ? "[global::Strat9.Consumes(When = true)]" : "[global::Strat9.Consumes]");
            }
        }

        private string Gives => Owned && _environment.HasGives ? "[global::Strat9.Gives(When = true)] " : "";

        private string MaybeNull(PartSpec part) =>
            part.MayLackValue && _environment.HasMaybeNullWhen
                ? "[global::System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] "
                : "";

        private void WriteTest(CaseSpec @case, IEnumerable<string> found, IEnumerable<string> otherwise)
        {
            using (_writer.Block($"if ({_spec.TagField} == Tag.{@case.Name})"))
            {
                foreach (var line in found)
                {
                    _writer.Line(line);
                }

                _writer.Line("return true;");
            }

            _writer.Line();
            foreach (var line in otherwise)
            {
                _writer.Line(line);
            }

            _writer.Line("return false;");
        }
    }
}
