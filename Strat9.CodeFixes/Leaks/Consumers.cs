using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Protocols.Model;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>
/// What could consume a value of a type at a position, by the contracts of what is in scope there and never by name: members and extensions
/// that take their receiver, ends of its protocol, and functions that take it by value, all without another argument.
/// </summary>
/// <param name="scene">Where.</param>
/// <param name="type">The type of the value.</param>
/// <param name="position">Where the call would stand.</param>
/// <param name="around">The function it would stand in.</param>
internal sealed class Consumers(Scene scene, ITypeSymbol type, int position, ISymbol? around)
{
    private const int MostFunctions = 6;

    public IEnumerable<Consumer> All() =>
        Members().Concat(EndsOfProtocol()).Concat(Functions().Take(MostFunctions)).GroupBy(c => c.Key).Select(g => g.First());

    private IEnumerable<Consumer> Members()
    {
        if (type is not INamespaceOrTypeSymbol container)
        {
            yield break;
        }

        var found = scene.Model.LookupSymbols(position, container, includeReducedExtensionMethods: true).OfType<IMethodSymbol>()
            .Where(m => m is { MethodKind: MethodKind.Ordinary or MethodKind.ReducedExtension, IsStatic: false });
        foreach (var method in found.Where(IsEnough))
        {
            yield return Called(method.Name, string.Empty, $".{Writing.Escape(method.Name)}()", method);
        }
    }

    private bool IsEnough(IMethodSymbol method)
    {
        var taken = method.ReducedFrom is { } whole
            ? Contract(whole).Parameters.FirstOrDefault()
            : Contract(method).Receiver;
        return taken is not null && Ends(taken, scene.Services.Protocols.Of(type)) && IsReady(method, except: null);
    }

    // Taken, or left in a state where it may be dropped.
    private static bool Ends(SlotContract slot, InPlaceProtocol? protocol) =>
        (slot.Mode == Mode.Own && !slot.When.Conditional)
        || (protocol is not null && slot.Ensures.Any(e => !e.When.Conditional && !e.States.IsEmpty && e.States.IsSubsetOf(protocol.Final)));

    private MethodContract Contract(IMethodSymbol method) => scene.Services.Contracts.Of(method);

    // Called without arguments, and what it returns is not the next thing to be consumed. A function that calls itself at its end only
    // passes the question on.
    private bool IsReady(IMethodSymbol method, IParameterSymbol? except) =>
        method.Parameters.All(p => p.IsOptional || p.IsParams || SymbolEqualityComparer.Default.Equals(p, except))
        && !scene.Services.Ownership.IsLinear(method.ReturnType)
        && !SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, around?.OriginalDefinition);

    private IEnumerable<Consumer> EndsOfProtocol()
    {
        if (CarrierInstance.Of(type) is not { } instance || new ProtocolModels(scene.Model.Compilation).Of(instance.Type) is not { } protocol
            || protocol.StateOf(instance.State) is not { } from)
        {
            yield break;
        }

        var steps = protocol.Path(
            from,
            s => s.IsFinal || protocol.Leaving(s).Any(IsEnd),
            (t, _) => IsCallable(t) && t is { CanFail: false, Signature.ResultType: not null });
        if (steps is not { } way)
        {
            yield break;
        }

        var last = way.IsEmpty ? from : way[way.Length - 1].To;
        var names = way.Select(s => s.Transition.Name).ToList();
        var end = last.IsFinal ? null : protocol.Leaving(last).First(IsEnd);
        if (end is not null)
        {
            names.Add(end.Name);
        }

        if (names.Count > 0)
        {
            yield return Called(
                string.Join("', then '", names), string.Empty, string.Concat(names.Select(n => $".{Writing.Escape(n)}()")), end?.Member as IMethodSymbol);
        }
    }

    private bool IsEnd(Transition transition) => transition.Kind == TransitionKind.End && IsCallable(transition);

    private bool IsCallable(Transition transition) =>
        transition is { NeedsArguments: false, Signature.IsCalledOnValue: true }
        && scene.Model.IsAccessible(position, transition.Member);

    private IEnumerable<Consumer> Functions()
    {
        foreach (var method in scene.Model.LookupSymbols(position).OfType<IMethodSymbol>().OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (method is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, IsGenericMethod: false, Parameters: [{ RefKind: RefKind.None } taken, ..] }
                && scene.Model.Compilation.ClassifyConversion(type, taken.Type) is { IsImplicit: true } conversion
                && (conversion.IsIdentity || conversion.IsReference)
                && IsReady(method, taken)
                && Contract(method).Parameters is [{ Mode: Mode.Own, When.Conditional: false }, ..])
            {
                yield return Called(method.Name, $"{Writing.Escape(method.Name)}(", ")", method);
            }
        }
    }

    private Consumer Called(string names, string before, string after, IMethodSymbol? last)
    {
        // A task that nobody awaits is half done.
        var awaits = last is not null && scene.Services.Known.IsAnyTask(last.ReturnType) && around is IMethodSymbol { IsAsync: true };
        return new Consumer($"Call '{names}'", $"Call '{names}'", (awaits ? "await " : string.Empty) + before, after);
    }
}
