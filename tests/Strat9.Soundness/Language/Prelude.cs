using System.Text;

namespace Strat9.Soundness.Language;

/// <summary>The library that the generated programs use: its contracts are what counts, so its bodies only throw.</summary>
internal static class Prelude
{
    public const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.Threading.Tasks;
        global using Strat9;
        global using Fuzz;
        global using static Fuzz.Ops;
        global using static Fuzz.StateOps;
        """;

    public static string Source { get; } = Build();

    private static string Build()
    {
        var text = new StringBuilder();
        text.Append(
            """
            using System;
            using System.Collections.Generic;
            using System.Diagnostics;
            using System.Diagnostics.CodeAnalysis;
            using System.Threading.Tasks;
            using Strat9;

            namespace Fuzz;

            public enum Sent { Ok, Full, Closed }

            public class AException : Exception { }
            public class BException : Exception { }
            public class OtherException : Exception { }


            """);
        var make = new StringBuilder("public static class Make\n{\n");
        var ops = new StringBuilder("public static class Ops\n{\n");
        var extensions = new StringBuilder("public static class Extensions\n{\n");
        foreach (var type in Ty.All)
        {
            if (!type.IsTuple)
            {
                Declare(text, type);
                DeclareExtensions(extensions, type);
            }

            Operations(make, ops, type);
        }

        foreach (var container in Ty.Containers)
        {
            Operations(make, ops, container);
        }

        ops.Append(
            """
                public static void Prepare() => throw null!;
                public static bool Ready() => throw null!;
                public static void Run([Borrows] Action action) => throw null!;
                [DoesNotReturn] public static void Fail() => throw null!;
            }


            """);
        return text.Append(make).Append("}\n\n").Append(ops).Append(extensions).Append("}\n").ToString();
    }

    /// <summary>The types with states, which differ from program to program.</summary>
    public static string StateSource(IEnumerable<Ty> types)
    {
        var text = new StringBuilder("namespace Fuzz;\n\n");
        var make = new StringBuilder("public static class MakeState\n{\n");
        var ops = new StringBuilder("public static class StateOps\n{\n");
        var extensions = new StringBuilder("public static class StateExtensions\n{\n");
        foreach (var type in types)
        {
            DeclareProtocol(text, make, ops, extensions, type);
            DeclareExtensions(extensions, type);
            Operations(make, ops, type);
        }

        return text.Append(make).Append("}\n\n").Append(ops).Append("}\n\n").Append(extensions).Append("}\n").ToString();
    }

    private static void DeclareProtocol(StringBuilder text, StringBuilder make, StringBuilder ops, StringBuilder extensions, Ty type)
    {
        var protocol = type.Protocol!;
        var states = Enumerable.Range(0, protocol.Count).Select(s =>
        {
            var marks = $"{(s == protocol.Initial ? "Initial = true" : string.Empty)}{(s == protocol.Initial && protocol.IsFinal(s) ? ", " : string.Empty)}{(protocol.IsFinal(s) ? "Final = true" : string.Empty)}";
            return $"[State{(marks.Length == 0 ? string.Empty : $"({marks})")}] {Protocol.StateName(s)}";
        });
        text.AppendLine($"public enum {type}State {{ {string.Join(", ", states)} }}\n");
        var only = type.IsClass ? string.Empty : "readonly ";
        text.AppendLine($"[Typestate(typeof({type}State))]");
        text.AppendLine($"public {(type.IsClass ? "sealed class" : "struct")} {type}\n{{");
        text.AppendLine("    public int Tag;");
        text.AppendLine($"    public {type}() => throw null!;");
        text.AppendLine($"    [Ensures({protocol.One(protocol.Made)})] public {type}(int tag) => throw null!;");
        text.AppendLine($"    public {only}int Peek() => throw null!;");
        text.AppendLine($"    public {only}int Absorb({type} other) => throw null!;");
        for (var state = 0; state < protocol.Count; state++)
        {
            make.AppendLine($"    [return: Ensures({protocol.One(state)})] public static {type} {type}_{Protocol.StateName(state)}() => throw null!;");
            if ((protocol.Tested & (1 << state)) != 0)
            {
                text.AppendLine($"    [Tests({protocol.One(state)})] public {only}bool Is{Protocol.StateName(state)} => throw null!;");
            }
        }

        if (protocol.HasState)
        {
            text.AppendLine($"    [Tests] public {only}{type}State State => throw null!;");
        }

        foreach (var member in protocol.Members)
        {
            var result = member.IsTest ? "bool" : "void";
            var attributes = protocol.Attributes(member);
            switch (member.Form)
            {
                case MemberForm.Member:
                    text.AppendLine($"    {attributes}public {only}{result} {member.Name}() => throw null!;");
                    break;
                case MemberForm.Extension:
                    extensions.AppendLine($"    public static {result} {member.Name}({attributes}this {type} x) => throw null!;");
                    break;
                default:
                    ops.AppendLine(
                        $"    public static {result} {type}_{member.Name}({attributes}{(member.Form == MemberForm.ByRef ? "ref " : string.Empty)}{type} x) => throw null!;");
                    break;
            }
        }

        text.AppendLine("}\n");
    }

    private static void Operations(StringBuilder make, StringBuilder ops, Ty type)
    {
        var t = type.Text;
        var borrow = type.IsClass ? $"[Borrows] {t}" : $"in {t}";
        make.AppendLine($"    public static {t} {type}() => throw null!;");
        make.AppendLine($"    public static Task<{t}> {type}Async() => throw null!;");
        make.AppendLine($"    public static IEnumerable<{t}> Many{type}() => throw null!;");
        if (type.IsClass)
        {
            make.AppendLine($"    public static {t}? Maybe{type}() => throw null!;");
        }

        var taken = type.IsClass ? t + "?" : t;
        ops.AppendLine($"    public static void Take({taken} x) => throw null!;");
        ops.AppendLine($"    public static Task TakeAsync({taken} x) => throw null!;");
        ops.AppendLine($"    public static void Take2({taken} x, {taken} y) => throw null!;");
        ops.AppendLine($"    public static {t} Pass({taken} x) => throw null!;");
        ops.AppendLine($"    public static Task<{t}> PassAsync({taken} x) => throw null!;");
        ops.AppendLine($"    public static void Look({(type.IsClass ? $"[Borrows] {t}?" : borrow)} x) => throw null!;");
        ops.AppendLine($"    public static Task LookAsync([Borrows] {taken} x) => throw null!;");
        ops.AppendLine($"    public static void Edit(ref {t} x) => throw null!;");
        ops.AppendLine($"    public static void Fill(out {t} x) => throw null!;");
        ops.AppendLine($"    public static bool TrySend([Consumes(When = true)] {taken} x) => throw null!;");
        ops.AppendLine($"    public static bool Keeps([Consumes(When = false)] {taken} x) => throw null!;");
        ops.AppendLine($"    public static Sent Deliver([Consumes(When = Sent.Ok)] {taken} x) => throw null!;");
        ops.AppendLine($"    public static bool TryMake([Gives(When = true)] out {t} x) => throw null!;");
        ops.AppendLine($"    public static Sent Receive([Gives(When = Sent.Ok)] out {t} x) => throw null!;");
    }

    private static void Declare(StringBuilder text, Ty type)
    {
        var kind = type.IsClass ? "sealed class" : "struct";
        var only = type.IsClass ? string.Empty : "readonly ";
        text.AppendLine($"[{(type.IsLinear ? "Linear" : "MoveOnly")}]");
        text.AppendLine($"public {kind} {type}{(type.IsDisposable ? " : IDisposable" : string.Empty)}\n{{");
        foreach (var part in type.Parts)
        {
            text.AppendLine($"    public {part.Type} {part.Name};");
        }

        text.AppendLine("    public int Tag;");
        var parts = type.Parts.Select(p => $"{p.Type} {p.Name.ToLowerInvariant()}");
        text.AppendLine($"    public {type}({string.Join(", ", parts.DefaultIfEmpty("int tag"))}) => throw null!;");
        text.AppendLine($"    public {only}int Peek() => throw null!;");
        text.AppendLine($"    public {only}int Absorb({type} other) => throw null!;");
        text.AppendLine($"    public {only}Span<int> View => throw null!;");
        if (type.End is { } end)
        {
            text.AppendLine($"    {(type.IsDisposable ? string.Empty : "[Consumes] ")}public {only}void {end}() => throw null!;");
            text.AppendLine($"    [Consumes(When = true)] public {only}bool TryEnd() => throw null!;");
        }

        if (type == Ty.Crate)
        {
            text.AppendLine("    [Borrows] public readonly Buf Lent => throw null!;");
        }

        if (type == Ty.Got)
        {
            text.AppendLine("    [Consumes(When = true)] public readonly bool TryOk([Gives(When = true)] out Buf content) => throw null!;");
        }

        text.AppendLine("}\n");
    }

    private static void DeclareExtensions(StringBuilder text, Ty type)
    {
        var borrow = type.IsClass ? $"[Borrows] this {type}" : $"this in {type}";
        text.AppendLine($"    public static void Eat(this {type} x) => throw null!;");
        text.AppendLine($"    public static int See({borrow} x) => throw null!;");
        text.AppendLine($"    extension({type} x) {{ public void Swallow() => throw null!; }}");
        text.AppendLine($"    extension({(type.IsClass ? "[Borrows] " : "in ")}{type} x) {{ public int Glance() => throw null!; }}");
    }
}
