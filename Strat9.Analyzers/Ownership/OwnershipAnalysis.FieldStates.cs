using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Fields of `this` that promise a state between calls, always or while their owner is in a state of its own.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>What a field promises: in each state of its owner that is named, and otherwise.</summary>
    private readonly record struct FieldPromise(StateSet? Always, ImmutableArray<(StateSet Owner, StateSet States)> While)
    {
        public bool IsEmpty => Always is null && While.IsEmpty;

        /// <summary>The states it promises while the owner is in that one state; <see langword="null"/>: none.</summary>
        public StateSet? In(StateSet owner)
        {
            var states = Always;
            foreach (var (when, promised) in While)
            {
                if (owner.IsSubsetOf(when))
                {
                    states = (states ?? promised) & promised;
                }
            }

            return states;
        }
    }

    private static FieldPromise PromiseOf(Place part, InPlaceProtocol protocol, InPlaceProtocol? owner)
    {
        if (part.Symbol is not IFieldSymbol field)
        {
            return new FieldPromise(null, []);
        }

        StateSet? always = null;
        var within = new Dictionary<StateSet, StateSet>();
        var attributes = field.GetAttributes();
        foreach (var attribute in field.AssociatedSymbol is { } property ? attributes.AddRange(property.GetAttributes()) : attributes)
        {
            if (!attribute.AttributeClass.Is(KnownNames.Requires))
            {
                continue;
            }

            var named = Named(attribute, protocol);
            if (attribute.Named(KnownNames.InProperty) is not { } when)
            {
                always = (always ?? StateSet.Empty) | named;
            }
            else if (owner?.Of(when) is { IsEmpty: false } state)
            {
                within[state] = (within.TryGetValue(state, out var known) ? known : StateSet.Empty) | named;
            }
        }

        return new FieldPromise(always, [.. within.Select(p => (p.Key, p.Value))]);
    }

    private static StateSet Named(AttributeData requires, InPlaceProtocol protocol)
    {
        var states = StateSet.Empty;
        foreach (var argument in requires.ConstructorArguments)
        {
            if (argument.Kind == TypedConstantKind.Array && !argument.Values.IsDefault)
            {
                foreach (var state in argument.Values)
                {
                    states |= protocol.Of(state);
                }
            }
        }

        return states;
    }

    // What is known of a part that nobody has touched: its promise, in each state that its owner may be in.
    private StateSet PartStates(Fact whole, Place part)
    {
        if (ProtocolOf(part.Type) is not { } protocol)
        {
            return default;
        }

        var owner = ProtocolOf(part.Parent?.Type);
        var promise = PromiseOf(part, protocol, owner);
        if (promise.While.IsEmpty || owner is null)
        {
            return promise.Always ?? protocol.Unknown;
        }

        var known = StateSet.Empty;
        foreach (var state in Each(whole.States.IsEmpty ? owner.Unknown : whole.States, owner))
        {
            known |= promise.In(state) ?? protocol.Unknown;
        }

        return known.IsEmpty ? protocol.Unknown : known;
    }

    private static IEnumerable<StateSet> Each(StateSet states, InPlaceProtocol protocol) =>
        protocol.Members.Select(m => protocol.Of(m.Value)).Where(s => !(s & states).IsEmpty);

    // Another member of `this` relies on what fields promise, keeps it, and may change what they do not.
    private void ForgetFieldStates(World world, Value receiver, ImmutableArray<IArgumentOperation> arguments)
    {
        if (IsThis(receiver))
        {
            ForgetFieldStates(world, receiver.Place!);
        }

        foreach (var argument in arguments)
        {
            if (ValueOf(world, argument) is var value && IsThis(value))
            {
                ForgetFieldStates(world, value.Place!);
            }
        }

        static bool IsThis(Value value) => value is { Kind: ValueKind.Place, Place.Kind: PlaceKind.This };
    }

    private void ForgetFieldStates(World world, Place self)
    {
        foreach (var part in self.Parts)
        {
            if (ProtocolOf(part.Type) is not null && world.Facts[part.Id] is { } fact && fact.May(Status.Owned | Status.Borrowed)
                && fact.Change != StateChange.Reported)
            {
                SetKeepingParts(world, part, fact with { States = PartStates(Effective(world, self), part), Change = StateChange.None });
            }
        }
    }

    /// <summary>The member whose value is the state, behind an auto-property, is given another: what fields are in is not changed by that.</summary>
    private void AssignState(World world, Place self, IPropertySymbol property, Value value)
    {
        if (self.Kind != PlaceKind.This || ProtocolOf(self.Type) is not { } protocol || property.GetMethod is not { } getter
            || !_body.Services.Contracts.Of(getter).TestsValue || self.Type is not INamedTypeSymbol type)
        {
            return;
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field && ProtocolOf(field.Type) is not null && PartOf(self, field) is { } part)
            {
                SetKeepingParts(world, part, Effective(world, part));
            }
        }

        var states = value.Const.Value is { } number ? protocol.Of(number) : StateSet.Empty;
        SetKeepingParts(world, self, Effective(world, self) with { States = states.IsEmpty ? protocol.Unknown : states });
    }

    // Before such a call the promises must hold, except where this body has broken one and said so already.
    private void CheckFieldsBefore(World world, IOperation call, Value receiver)
    {
        if (receiver is not { Kind: ValueKind.Place, Place: { Kind: PlaceKind.This, IsForeign: false } self })
        {
            return;
        }

        foreach (var part in self.Parts)
        {
            if (ProtocolOf(part.Type) is { } protocol && world.Facts[part.Id] is { Change: StateChange.Made } fact
                && fact.May(Status.Owned | Status.Borrowed)
                && Unkept(PromiseOf(part, protocol, ProtocolOf(self.Type)), fact.States, Effective(world, self).States, ProtocolOf(self.Type)) is { } promised)
            {
                ReportUnmet(part.Name, promised, fact.States, protocol, call.Syntax.GetLocation());
                SetKeepingParts(world, part, fact with { Change = StateChange.Reported });
            }
        }
    }

    // The first promise, over the states the owner may be in, that these states do not keep.
    private static StateSet? Unkept(FieldPromise promise, StateSet states, StateSet owner, InPlaceProtocol? owners)
    {
        if (owners is null || promise.While.IsEmpty)
        {
            return promise.Always is { } always && !states.IsSubsetOf(always) ? always : null;
        }

        foreach (var state in Each(owner.IsEmpty ? owners.Unknown : owner, owners))
        {
            if (promise.In(state) is { } promised && !states.IsSubsetOf(promised))
            {
                return promised;
            }
        }

        return null;
    }

    private void EndFieldStates(World world, Place self, SlotContract? contract, in Departure departure)
    {
        if (departure.Kind != DepartureKind.Branch || world.IsDoubtful || self.Type is not INamedTypeSymbol type)
        {
            return;
        }

        // What an initialiser leaves a constructor may still put right, if there is one.
        var isInitializer = _body.Method is null;
        if (isInitializer && type.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared))
        {
            return;
        }

        var owners = ProtocolOf(type);
        var whole = isInitializer && owners is not null ? Fact.Borrowed with { States = owners.Initial } : Effective(world, self);
        var leaves = contract is null ? null : After(contract, world.Returned.Value);
        var came = owners is null ? StateSet.Empty : contract?.Requires ?? owners.Unknown;
        var moves = leaves is not null && whole.Change == StateChange.None && leaves != came;
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false } field || ProtocolOf(field.Type) is not { } protocol
                || PartOf(self, field) is not { } part || PromiseOf(part, protocol, owners) is not { IsEmpty: false } promise)
            {
                continue;
            }

            // Where the owner goes elsewhere, what its fields promise there counts although nobody has touched them.
            var fact = Effective(world, part);
            if ((fact.Change == StateChange.Made || (moves && fact.Change == StateChange.None)) && fact.May(Status.Owned | Status.Borrowed)
                && Unkept(promise, fact.States.IsEmpty ? protocol.Unknown : fact.States, leaves ?? whole.States, owners) is { } promised
                && (ReturnLocation(departure) ?? ExitLocation(departure)) is { } at)
            {
                ReportUnmet(part.Name, promised, fact.States, protocol, at);
            }
        }
    }

    /// <summary>What a constructor finds in a field that is initialised where it is declared.</summary>
    private Fact InitialFact(IFieldSymbol field)
    {
        var written = (field.AssociatedSymbol ?? field).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            _ => null,
        };
        if (CallsAnother() || written is null || ProtocolOf(field.Type) is not { } protocol
            || _body.Graph.OriginalOperation.SemanticModel is not { } model || model.SyntaxTree != written.SyntaxTree)
        {
            return Fact.Owned;
        }

        var states = model.GetOperation(written) switch
        {
            IObjectCreationOperation { Constructor: { } constructor } => _body.Services.Contracts.Of(constructor).ReturnEnsures ?? protocol.Initial,
            IInvocationOperation { TargetMethod: var method } => _body.Services.Contracts.Of(method).ReturnEnsures ?? protocol.Unknown,
            _ => protocol.Unknown,
        };
        return Fact.Owned with { States = states, Change = StateChange.Made };
    }

    private void ReportUnmet(string name, StateSet expected, StateSet states, InPlaceProtocol protocol, Location at) =>
        _report.Report(
            Descriptors.STRAT2004_PromiseNotMet,
            at,
            [],
            $"'{name}'",
            expected.IsEmpty ? "the state it came in" : protocol.Names(expected),
            Told(states.IsEmpty ? protocol.Unknown : states, protocol));
}
