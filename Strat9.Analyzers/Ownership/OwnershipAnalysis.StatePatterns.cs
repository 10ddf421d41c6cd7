using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Patterns that ask for a state: `file is { IsOpen: true }`, `(a.IsOpen, b.State) is (true, Wire.Joined)`.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>Patterns within patterns are asked for states through so many; deeper ones refine none.</summary>
    private const int MaxPatternDepth = 32;

    /// <summary>What a pattern says on one path: yes, no, or (<see langword="null"/>) either.</summary>
    /// <param name="World">The path.</param>
    /// <param name="Matches">The answer.</param>
    /// <param name="Subject">The value asked, with what is known of it now.</param>
    /// <param name="Names">The names that take a part if the whole pattern matches.</param>
    private readonly record struct Reply(World World, bool? Matches, Value Subject, ImmutableArray<(ILocalSymbol Name, Value Part)> Names)
    {
        public Reply Named(ISymbol? name) => name is ILocalSymbol local ? this with { Names = Names.Add((local, Subject)) } : this;
    }

    /// <summary>Whether a pattern asks a member that tells or needs a state, or takes apart a tuple of such answers.</summary>
    private bool AsksState(Value value, IPatternOperation pattern) =>
        (!value.Elements.IsDefaultOrEmpty && value.Kind == ValueKind.Plain && IsShallow(pattern))
        || (IsShallow(pattern) && Nested(pattern).Any(p => p is IRecursivePatternOperation recursive
            && recursive.PropertySubpatterns.Any(s => s.Member is IPropertyReferenceOperation { Property.ContainingType: var type } && ProtocolOf(type) is not null)));

    // A chain of `or` counts once.
    private static bool IsShallow(IPatternOperation pattern)
    {
        foreach (var inner in Nested(pattern))
        {
            var depth = 0;
            for (var operation = (IOperation)inner; operation != pattern; operation = operation.Parent!)
            {
                depth += operation.Parent is IBinaryPatternOperation chain && chain.LeftPattern == operation
                    && operation is IBinaryPatternOperation left && left.OperatorKind == chain.OperatorKind ? 0 : 1;
                if (depth > MaxPatternDepth)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool AsksMembers(IPatternOperation pattern) => Nested(pattern).Any(p =>
        p is IRecursivePatternOperation { DeconstructSymbol: IMethodSymbol } or IListPatternOperation
        || (p is IRecursivePatternOperation recursive && recursive.PropertySubpatterns.Any(s =>
            s.Member is IPropertyReferenceOperation { Property: var property } && BackingField(property) is null)));

    private Value MatchStates(World world, Value value, IIsPatternOperation test)
    {
        if (value is { Kind: ValueKind.Place, Place: { IsTracked: true } place } && !CheckUse(world, place, test.Value.Syntax))
        {
            Take(world, value, null, test, test.Pattern);
            return Value.Plain;
        }

        var result = Value.Plain;
        foreach (var reply in Ask(new Reply(world, true, value, []), test.Pattern))
        {
            if (reply.Matches != true && reply.World is { IsDead: false } path)
            {
                var no = reply.Matches is null ? Fork(path) : path;
                if (Declares(test.Pattern))
                {
                    DropTemporary(no, reply.Subject, test.Value);
                }

                Tell(no, false);
            }

            if (reply.Matches != false)
            {
                foreach (var (name, part) in reply.Names)
                {
                    TakeInto(reply.World, name, part, test);
                }

                Tell(reply.World, true);
            }
        }

        return result;

        void Tell(World path, bool matches)
        {
            var answer = Value.Constant(Const.Of(matches));
            SetValue(path, test, answer);
            result = ReferenceEquals(path, world) ? answer : result;
        }
    }

    private List<Reply> Ask(Reply asked, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return [asked];
            case IDeclarationPatternOperation { MatchesNull: true } any:
                return [asked.Named(any.DeclaredSymbol)];
            case INegatedPatternOperation negated:
                return [.. Ask(asked, negated.Pattern).Select(r => r with { Matches = !r.Matches })];
            case IBinaryPatternOperation binary:
                return AskBoth(asked, binary);
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } }:
                return [.. AskNull(asked).Select(r => r with { Matches = !r.Matches })];
            case IConstantPatternOperation or IRelationalPatternOperation:
                return [asked with { Matches = DecideOne(asked.Subject.Const, pattern) }];
            case ITypePatternOperation typed:
                return AskType(asked, typed.MatchedType);
            case IDeclarationPatternOperation declaration:
                return [.. AskType(asked, declaration.MatchedType).Select(r => r.Named(declaration.DeclaredSymbol))];
            case IRecursivePatternOperation recursive:
                return AskParts(asked, recursive);
            default:
                return [asked with { Matches = null }];
        }
    }

    private List<Reply> AskBoth(Reply asked, IBinaryPatternOperation binary)
    {
        // Chains lean left and may be thousands of terms long.
        var terms = new Stack<IPatternOperation>();
        IPatternOperation first = binary;
        while (first is IBinaryPatternOperation inner && inner.OperatorKind == binary.OperatorKind)
        {
            terms.Push(inner.RightPattern);
            first = inner.LeftPattern;
        }

        var decisive = binary.OperatorKind == BinaryOperatorKind.Or;
        var replies = Ask(asked, first);
        foreach (var term in terms)
        {
            replies = [.. replies.SelectMany(r => r.Matches == decisive || r.World.IsDead
                ? [r]
                : Ask(r, term).Select(next => next with { Matches = next.Matches == !decisive ? r.Matches : next.Matches }))];
        }

        return replies;
    }

    // Whether there is an object at all.
    private List<Reply> AskNull(Reply asked)
    {
        if (asked.Subject is { Kind: ValueKind.Plain, Const: { IsUnknown: false } known })
        {
            return [asked with { Matches = known.EqualTo(Const.NullNumber) is { } isNull ? !isNull : null }];
        }

        if (asked.Subject is not { Kind: ValueKind.Place, Place: { IsTracked: true } place })
        {
            return [asked with { Matches = asked.Subject.Kind == ValueKind.Fresh && asked.Subject.Status == Status.Owned ? true : null }];
        }

        var fact = Effective(asked.World, place);
        if (fact.Status == Status.Empty)
        {
            return [asked with { Matches = false }];
        }

        if (place.Type is { IsValueType: true } && !KnownTypes.IsNullable(place.Type))
        {
            return [asked];
        }

        var none = Fork(asked.World);
        SetKeepingParts(none, place, AsNull(fact));
        SetKeepingParts(asked.World, place, fact with { Status = fact.Status & ~Status.Empty });
        return [asked with { World = none, Matches = false }, asked];
    }

    private List<Reply> AskType(Reply asked, ITypeSymbol? matched)
    {
        var replies = AskNull(asked);
        return IsSameOrNullableOf(matched, asked.Subject.Place?.Type) ? replies : [.. replies.Select(r => r.Matches == true ? r with { Matches = null } : r)];
    }

    private List<Reply> AskParts(Reply asked, IRecursivePatternOperation pattern)
    {
        var isTuple = asked.Subject is { Kind: ValueKind.Plain, Elements.IsDefault: false };
        var replies = isTuple ? [asked] : SymbolEqualityComparer.Default.Equals(pattern.MatchedType, pattern.NarrowedType) && SymbolEqualityComparer.Default.Equals(pattern.MatchedType, pattern.InputType)
            ? AskNull(asked)
            : AskType(asked, pattern.MatchedType);
        for (var i = 0; i < pattern.DeconstructionSubpatterns.Length; i++)
        {
            var index = i;
            replies = Go(replies, r => AskPart(r, ElementOfSubject(r.Subject, index, pattern.DeconstructionSubpatterns.Length), pattern.DeconstructionSubpatterns[index]));
        }

        foreach (var property in pattern.PropertySubpatterns)
        {
            replies = Go(replies, r => AskMember(r, property));
        }

        return [.. replies.Select(r => r.Named(pattern.DeclaredSymbol))];

        static List<Reply> Go(List<Reply> replies, Func<Reply, IEnumerable<Reply>> next) =>
            [.. replies.SelectMany(r => r.Matches == false || r.World.IsDead ? [r] : next(r))];
    }

    private Value ElementOfSubject(Value subject, int index, int count) =>
        subject is { Kind: ValueKind.Plain, Elements: { IsDefault: false } elements } && elements.Length == count ? elements[index]
        : subject.Place?.Type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Length == count ? PartValue(subject.Place, tuple.TupleElements[index])
        : Value.Lent(null);

    // A part is asked; the answer counts for the whole.
    private IEnumerable<Reply> AskPart(Reply asked, Value part, IPatternOperation pattern) =>
        Ask(asked with { Matches = true, Subject = part }, pattern)
            .Select(r => r with { Matches = r.Matches == true ? asked.Matches : r.Matches, Subject = asked.Subject });

    private IEnumerable<Reply> AskMember(Reply asked, IPropertySubpatternOperation sub)
    {
        if (sub.Member is not IPropertyReferenceOperation { Property: { GetMethod: { } getter } property } || ProtocolOf(property.ContainingType) is not { } protocol)
        {
            var part = PartOfSubject(asked.Subject, sub.Member);
            return AskPart(asked, part.Kind == ValueKind.Lent ? part.In(ProtocolOf(sub.Member.Type)?.Unknown ?? default) : part, sub.Pattern);
        }

        var contract = _body.Services.Contracts.Of(getter);
        if (!CheckState(asked.World, asked.Subject, property.ContainingType, contract.Receiver, sub.Member.Syntax, asked.Subject.Place?.Name ?? "the value", property.Name, false))
        {
            MarkReported(asked.World, asked.Subject);
        }

        if (!contract.IsTest)
        {
            return AskPart(asked, PartOfSubject(asked.Subject, sub.Member), sub.Pattern);
        }

        return asked.Subject.Kind == ValueKind.Place
            ? Answers(asked.World, sub.Member, contract, asked.Subject).SelectMany(a => AskPart(asked with { World = a.World }, a.Answer, sub.Pattern))
            : AskLent(asked, contract, protocol, sub.Pattern);
    }

    // What has no place keeps what is known of it to itself.
    private IEnumerable<Reply> AskLent(Reply asked, MethodContract contract, InPlaceProtocol protocol, IPatternOperation pattern)
    {
        var states = asked.Subject.States.IsEmpty ? protocol.Unknown : asked.Subject.States;
        var answers = contract.Tests is { } tested
            ? [(Const.Of(true), states & tested & protocol.All), (Const.Of(false), states & protocol.All & ~tested)]
            : protocol.Members.Select(m => (Const.Of(m.Value), states & protocol.Of(m.Value))).ToList();
        var possible = answers.Where(a => !a.Item2.IsEmpty).ToList();
        for (var i = 0; i < possible.Count; i++)
        {
            var path = asked with { World = i == possible.Count - 1 ? asked.World : Fork(asked.World), Subject = asked.Subject.In(possible[i].Item2) };
            foreach (var reply in AskPart(path, Value.Constant(possible[i].Item1), pattern))
            {
                yield return reply;
            }
        }
    }

    private static bool IsSameOrNullableOf(ITypeSymbol? matched, ITypeSymbol? type) =>
        SymbolEqualityComparer.Default.Equals(matched, type)
        || (type is INamedTypeSymbol { TypeArguments: [var content] } && KnownTypes.IsNullable(type)
            && SymbolEqualityComparer.Default.Equals(matched, content));
}
