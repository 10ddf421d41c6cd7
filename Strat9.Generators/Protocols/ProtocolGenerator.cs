using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Contracts;
using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

/// <summary>
/// Completes by-type protocols: the state interface and its implementations, the carrier's construction and conversion, the bodies of
/// transitions. One file a protocol. In-place types get a picture of theirs. What is malformed gets no code; saying so is the analyzers'
/// part.
/// </summary>
/// <remarks>
/// Carriers, states and transitions are found apart, because they are declared apart, and are put together by name: an edit that changes
/// none of their declarations changes no output of any step.
/// </remarks>
[Generator]
public sealed partial class ProtocolGenerator : IIncrementalGenerator
{
    internal const string CarriersStep = "Carriers";
    internal const string StatesStep = "States";
    internal const string TransitionsStep = "Transitions";
    internal const string ProtocolsStep = "Protocols";
    internal const string InPlaceStep = "InPlace";
    internal const string DiagramsStep = "Diagrams";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var carriers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.Typestate,
                static (node, _) => node is StructDeclarationSyntax or RecordDeclarationSyntax,
                static (source, cancel) => Parser.Carrier(source, cancel))
            .WhereNotNull()
            .WithTrackingName(CarriersStep);

        var states = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.State,
                static (node, _) => node is StructDeclarationSyntax or RecordDeclarationSyntax,
                static (source, cancel) => Parser.State(source, cancel))
            .WhereNotNull()
            .WithTrackingName(StatesStep);

        var transitions = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.Transition,
                static (node, _) => node is MethodDeclarationSyntax,
                static (source, cancel) => Parser.Transitions(source, cancel))
            .SelectMany(static (found, _) => found)
            .WithTrackingName(TransitionsStep);

        var protocols = carriers.Collect()
            .Combine(states.Collect())
            .Combine(transitions.Collect())
            .SelectMany(static (all, _) => Group(all.Left.Left, all.Left.Right, all.Right))
            .WithTrackingName(ProtocolsStep);

        context.RegisterSourceOutput(protocols, static (output, protocol) => output.AddSource(protocol.HintName, Emitter.Emit(protocol)));

        var inPlace = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.Typestate,
                static (node, _) => node is TypeDeclarationSyntax,
                static (source, cancel) => Parser.InPlace(source, cancel))
            .WhereNotNull()
            .WithTrackingName(InPlaceStep);

        context.RegisterSourceOutput(
            inPlace.Collect().SelectMany(static (types, _) => Name(types)),
            static (output, named) => output.AddSource(named.HintName, Emitter.Emit(named.Type)));

        var diagrams = protocols.Collect()
            .Combine(inPlace.Collect())
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => DiagramOptions.Formats(options.GlobalOptions)))
            .SelectMany(static (all, _) => Diagrams(all.Left.Left, all.Left.Right, all.Right))
            .WithTrackingName(DiagramsStep);

        context.RegisterSourceOutput(diagrams, static (output, list) => output.AddSource(DiagramList.HintName, list.Write()));
    }

    // Also where there is no protocol (any more): then the build removes what it kept.
    private static IEnumerable<DiagramList> Diagrams(
        ImmutableArray<ProtocolSpec> protocols, ImmutableArray<InPlaceSpec> inPlace, DiagramFormats formats)
    {
        if (formats != DiagramFormats.None)
        {
            yield return new DiagramList(
                formats,
                new EquatableArray<DiagramSpec>(protocols
                    .Select(p => new DiagramSpec(p.Carrier.Path, StateDiagram.Of(p)))
                    .Concat(inPlace.GroupBy(t => t.Key).Select(g => new DiagramSpec(g.First().Path, g.First().Edges)))
                    .OrderBy(d => d.Path, StringComparer.Ordinal)));
        }
    }

    private static IEnumerable<ProtocolSpec> Group(
        ImmutableArray<CarrierSpec> carriers, ImmutableArray<StateSpec> states, ImmutableArray<TransitionSpec> transitions)
    {
        // Several parts of one type may carry the attribute, wrongly; and files of one compilation may not differ in case only.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var stateByKey = new Dictionary<string, StateSpec>(StringComparer.Ordinal);
        foreach (var state in states)
        {
            stateByKey[state.Key] = state;
        }

        var transitionsByCarrier = transitions.ToLookup(t => t.Carrier, StringComparer.Ordinal);
        foreach (var carrier in carriers)
        {
            if (!seen.Add(carrier.Key))
            {
                continue;
            }

            var own = transitionsByCarrier[carrier.Key].ToImmutableArray();
            var used = own.SelectMany(t => t.From.Concat(t.To))
                .Distinct(StringComparer.Ordinal)
                .Where(stateByKey.ContainsKey)
                .Select(key => stateByKey[key])
                .ToImmutableArray();
            yield return new ProtocolSpec(HintName(carrier.Path, hints), carrier, used, own);
        }
    }

    private static string HintName(string path, HashSet<string> taken)
    {
        var name = path;
        for (var i = 2; !taken.Add(name); i++)
        {
            name = path + "." + i.ToString(CultureInfo.InvariantCulture);
        }

        return name + ".g.cs";
    }
}
