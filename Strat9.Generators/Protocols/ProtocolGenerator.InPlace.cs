using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

/// <summary>An in-place type: nothing is generated for it but the picture of its protocol, in the docs of a further part.</summary>
/// <param name="Key">Its documentation ID.</param>
/// <param name="Path">Namespace and names, dotted.</param>
/// <param name="Head">The head of a further part.</param>
/// <param name="Name">As declared.</param>
/// <param name="States">The enum's name.</param>
/// <param name="HasDocs">Whether the user documented it; then only the picture is added.</param>
/// <param name="CanBeExtended">Whether it is <c>partial</c>, and all around it.</param>
internal sealed record InPlaceSpec(
    string Key,
    string Path,
    ContainerSpec Container,
    string Head,
    string Name,
    string States,
    bool HasDocs,
    bool CanBeExtended,
    EquatableArray<DiagramEdge> Edges);

public sealed partial class ProtocolGenerator
{
    private static partial class Parser
    {
        public static InPlaceSpec? InPlace(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
        {
            // What derived types add is not looked for: that would be to look at every type after every keystroke.
            if (context.TargetSymbol is not INamedTypeSymbol { Name.Length: > 0 } type ||
                context.Attributes is not [{ AttributeConstructor.Parameters.Length: > 0 }, ..] ||
                InPlaceReader.StatesOf(type) is not { } states ||
                InPlaceReader.Read(type, []) is not { States.IsEmpty: false } protocol)
            {
                return null;
            }

            return new InPlaceSpec(
                Names.Key(type),
                PathOf(type),
                Names.ContainerOf(type),
                Names.Head(type),
                type.Name,
                states.Name,
                HasDocs(type, cancel),
                SymbolFacts.CanBeExtended(type, cancel),
                StateDiagram.Of(protocol));
        }
    }

    private static partial class Emitter
    {
        public static string Emit(InPlaceSpec type)
        {
            var writer = new IndentedWriter();
            Header(writer, type.Name, "contracts of its members", type.Edges);
            In(writer, type.Container, () =>
            {
                if (!type.HasDocs)
                {
                    writer.Line($"/// <summary>A <c>{type.Name}</c>, in one of the states of <c>{type.States}</c>.</summary>");
                }

                Remarks(writer, type.Edges);
                writer.Block(type.Head).Dispose();
            });
            return writer.ToString();
        }
    }

    // Beside a carrier of the same name, and the files of one compilation may not differ in case only.
    private static IEnumerable<(string HintName, InPlaceSpec Type)> Name(IEnumerable<InPlaceSpec> types)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in types)
        {
            if (seen.Add(type.Key) && type.CanBeExtended)
            {
                yield return (HintName(type.Path + "-in-place", hints), type);
            }
        }
    }
}
