using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Analyzers.Protocols.Model;

namespace Strat9.Analyzers.Rules;

/// <summary>A carrier in one state where others are needed: what STRAT2001 says of it, and what its fix needs to know.</summary>
internal readonly struct WrongState(StateScene scene, CarrierInstance instance, Protocol protocol, string shown)
{
    /// <summary>In the diagnostic's properties: the transitions to insert, in order, each by its name.</summary>
    public const string StepsProperty = "Steps";

    /// <summary>In the diagnostic's properties: the name of the state they lead to.</summary>
    public const string StateProperty = "State";

    /// <summary>Between names in <see cref="StepsProperty"/>.</summary>
    public const char Separator = ',';

    /// <summary>
    /// The expression whose value moves there, so that a step may be taken with it; <see langword="null"/> where it is only lent.
    /// </summary>
    public ExpressionSyntax? Value { get; init; }

    /// <summary>The wrong states it may be in, where its type leaves that open but a contract does not.</summary>
    public ImmutableArray<ITypeSymbol> Known { get; init; }

    /// <param name="location">The name used, or the argument.</param>
    /// <param name="subject">What asks for the states, quoted.</param>
    /// <param name="needed">Any one of them is enough.</param>
    public void Report(Location location, string subject, ImmutableArray<ProtocolState> needed)
    {
        if (instance.State is ITypeParameterSymbol parameter)
        {
            if (Known.IsDefault)
            {
                Report(location, subject, needed, $"'{parameter.Name}'", ", which may be any state", null);
            }
            else
            {
                Report(location, subject, needed, Alternatives(Known.Select(s => s.Name)), "", null);
            }
        }
        else if (protocol.StateOf(instance.State) is { } from)
        {
            var way = StateWay.Find(scene, instance, protocol, from, needed);
            Report(location, subject, needed, $"'{from.Name}'", way.Describe(), way.Steps);
        }
    }

    private void Report(
        Location location,
        string subject,
        ImmutableArray<ProtocolState> needed,
        string state,
        string advice,
        ImmutableArray<ProtocolStep>? steps)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (Value is not null && steps is { IsEmpty: false } way && way.All(StateWay.CanBeInserted) && scene.IsOwned(Value))
        {
            properties = properties
                .Add(StepsProperty, string.Join(Separator.ToString(), way.Select(s => s.Transition.Name)))
                .Add(StateProperty, way[way.Length - 1].To.Name);
        }

        scene.Report(Diagnostic.Create(
            Descriptors.STRAT2001_NotAvailableInState,
            location,
            properties,
            subject,
            Alternatives(needed.Select(s => s.Name)),
            shown,
            state,
            advice));
    }

    private static string Alternatives(IEnumerable<string> names)
    {
        var quoted = names.Select(n => $"'{n}'").ToList();
        return quoted.Count < 2
            ? string.Concat(quoted)
            : string.Join(", ", quoted.Take(quoted.Count - 1)) + " or " + quoted[quoted.Count - 1];
    }
}
