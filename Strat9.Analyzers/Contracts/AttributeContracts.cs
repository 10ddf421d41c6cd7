using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Contracts;

/// <summary>Reads contracts from attributes, fills in the defaults, and remembers them. Thread-safe.</summary>
internal sealed class AttributeContracts(KnownTypes known, TypeOwnership ownership, InPlaceProtocols protocols) : IContractSource
{
    private readonly ConcurrentDictionary<IMethodSymbol, MethodContract> _contracts = new(SymbolEqualityComparer.Default);

    public MethodContract Of(IMethodSymbol method)
    {
        if (_contracts.TryGetValue(method, out var contract))
        {
            return contract;
        }

        contract = Read(method);
        if (protocols.Of(method.ContainingType) is { IsContents: true } && !method.IsStatic)
        {
            contract = OwningContainers.With(method, contract);
        }

        _contracts.TryAdd(method, contract);
        return contract;
    }

    private MethodContract Read(IMethodSymbol method)
    {
        if (Framework(method) is { } known)
        {
            return known;
        }

        var attributes = method.GetAttributes();
        var member = method.AssociatedSymbol is IPropertySymbol property ? property : (ISymbol)method;
        var outcomes = new SortedSet<long>();
        var parameters = ImmutableArray.CreateBuilder<SlotContract>(method.Parameters.Length);
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Ordinal == 0 && method.IsExtensionMethod && SymbolNames.Find(attributes, KnownNames.Consumes) is { } takes)
            {
                // On an extension method, as on any other, it is said of the receiver.
                parameters.Add(new SlotContract { Mode = Mode.Own, When = When(takes, outcomes), IsExplicit = true });
                continue;
            }

            parameters.Add(LooksOnly(method) && parameter.RefKind == RefKind.None
                ? new SlotContract { Mode = Mode.Borrow, IsExplicit = true, DoesNotReturnIf = DoesNotReturnIf(parameter) }
                : OfParameter(parameter, outcomes));
        }

        var isDisposal = IsDisposal(method);
        var protocol = method.IsStatic ? null : protocols.Of(method.ContainingType);
        var tests = protocol is null ? null : member.Find(KnownNames.Tests) ?? method.Find(KnownNames.Tests);
        var result = method.MethodKind == MethodKind.Constructor ? method.ContainingType : Result(method.ReturnType);
        var receiver = method.IsStatic ? null : OfReceiver(method, member, attributes, isDisposal, outcomes);
        return new MethodContract
        {
            Receiver = receiver,
            Parameters = parameters.MoveToImmutable(),
            Return = ReturnMode(method, member),
            DoesNotReturn = attributes.Any(a => a.AttributeClass.Is("System.Diagnostics.CodeAnalysis.DoesNotReturnAttribute")),
            MustUse = SymbolNames.Find(attributes, KnownNames.MustUse) is not null || MustUseType(method.ReturnType),
            IsDisposal = isDisposal,
            Tests = tests is { ConstructorArguments: [var tested] } ? protocol!.Of(tested) : null,
            TestsValue = tests is { ConstructorArguments.IsEmpty: true },
            ReturnEnsures = protocols.Of(result) is { } produced
                ? EnsuredAlways(method.MethodKind == MethodKind.Constructor ? attributes : method.GetReturnTypeAttributes(), produced)
                : null,
            Outcomes = [.. outcomes],
        };
    }

    // What the members of tasks and sequences do with what they hold follows from the types alone.
    private MethodContract? Framework(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (method.IsStatic || type is null || !ownership.IsTracked(type))
        {
            return null;
        }

        // Every instance member of a task that hands out its result, or another wrapper of it, hands the task on; so does every method of a
        // sequence that hands out another form of it.
        var takes = known.IsTask(type)
            ? ownership.IsTracked(method.ReturnType)
            : known.IsSequence(type) && method.MethodKind == MethodKind.Ordinary && known.IsSequence(method.ReturnType);
        return takes
            ? new MethodContract
            {
                Receiver = new SlotContract { Mode = Mode.Own },
                Parameters = [.. method.Parameters.Select(_ => new SlotContract { Mode = Mode.Borrow })],
                Return = Mode.Own,
            }
            : null;
    }

    private static bool LooksOnly(IMethodSymbol method) => IsComparison(method) || FrameworkContracts.Borrows(method);

    private static long? DoesNotReturnIf(IParameterSymbol parameter) =>
        SymbolNames.Find(parameter.GetAttributes(), "System.Diagnostics.CodeAnalysis.DoesNotReturnIfAttribute")
            is { ConstructorArguments: [{ Kind: TypedConstantKind.Primitive, Value: bool flag }] }
            ? flag ? 1 : 0
            : null;

    // Comparing looks at both sides.
    private static bool IsComparison(IMethodSymbol method) =>
        method is { Name: "Equals", ReturnType.SpecialType: SpecialType.System_Boolean }
            or { Name: "CompareTo", ReturnType.SpecialType: SpecialType.System_Int32 }
            or { MethodKind: MethodKind.UserDefinedOperator, Name: "op_Equality" or "op_Inequality" or "op_LessThan" or "op_LessThanOrEqual"
                or "op_GreaterThan" or "op_GreaterThanOrEqual" };

    private ITypeSymbol Result(ITypeSymbol type) =>
        type is INamedTypeSymbol named && known.IsTask(named) ? named.TypeArguments[0] : type;

    private static StateSet? EnsuredAlways(ImmutableArray<AttributeData> attributes, InPlaceProtocol protocol)
    {
        StateSet? states = null;
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass.Is(KnownNames.Ensures) && attribute.Named(KnownNames.WhenProperty) is null
                && attribute.ConstructorArguments is [var state])
            {
                states = (states ?? StateSet.Empty) | protocol.Of(state);
            }
        }

        return states;
    }

    private SlotContract? OfReceiver(
        IMethodSymbol method, ISymbol member, ImmutableArray<AttributeData> attributes, bool isDisposal, SortedSet<long> outcomes)
    {
        var slot = ReceiverMode(method, member, attributes, isDisposal, outcomes);
        if (slot is null || protocols.Of(method.ContainingType) is not { } protocol)
        {
            return slot;
        }

        // What a property says holds for both accessors, but only its setter ensures a state.
        var all = SymbolEqualityComparer.Default.Equals(member, method) ? attributes : attributes.AddRange(member.GetAttributes());
        var ensures = method.MethodKind == MethodKind.PropertyGet ? attributes : all;
        return slot with
        {
            Requires = Required(all, protocol),
            Ensures = Ensured(ensures, protocol, outcomes),
        };
    }

    private static StateSet? Required(ImmutableArray<AttributeData> attributes, InPlaceProtocol protocol)
    {
        StateSet? states = null;
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass.Is(KnownNames.Transition) && attribute.ConstructorArguments is [var from, _])
            {
                states = (states ?? StateSet.Empty) | protocol.Of(from);
            }
            else if (attribute.AttributeClass.Is(KnownNames.Requires))
            {
                foreach (var state in Flat(attribute))
                {
                    states = (states ?? StateSet.Empty) | protocol.Of(state);
                }
            }
        }

        return states;
    }

    private static IEnumerable<TypedConstant> Flat(AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind != TypedConstantKind.Array)
            {
                yield return argument;
            }
            else if (!argument.Values.IsDefault)
            {
                foreach (var value in argument.Values)
                {
                    yield return value;
                }
            }
        }
    }

    private static ImmutableArray<Postcondition> Ensured(
        ImmutableArray<AttributeData> attributes, InPlaceProtocol protocol, SortedSet<long> outcomes)
    {
        var ensured = ImmutableArray.CreateBuilder<Postcondition>();
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass.Is(KnownNames.Transition) && attribute.ConstructorArguments is [_, var to])
            {
                ensured.Add(new Postcondition(Outcome.Always, protocol.Of(to)));
            }
            else if (attribute.AttributeClass.Is(KnownNames.Ensures) && attribute.ConstructorArguments is [var state])
            {
                ensured.Add(new Postcondition(When(attribute, outcomes), protocol.Of(state)));
            }
        }

        return ensured.ToImmutable();
    }

    private SlotContract? ReceiverMode(
        IMethodSymbol method, ISymbol member, ImmutableArray<AttributeData> attributes, bool isDisposal, SortedSet<long> outcomes)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            return null;
        }

        if (method.ContainingType is { IsExtension: true, ExtensionParameter: { } extended })
        {
            return OfParameter(extended, outcomes) is var slot && SymbolNames.Find(attributes, KnownNames.Consumes) is not null
                ? new SlotContract { Mode = Mode.Own, IsExplicit = true }
                : slot;
        }

        if (SymbolNames.Find(attributes, KnownNames.Consumes) is { } consumes)
        {
            return new SlotContract { Mode = Mode.Own, When = When(consumes, outcomes), IsExplicit = true };
        }

        if (IsByTypeTransition(method, attributes) && ownership.IsTracked(method.ContainingType))
        {
            return new SlotContract { Mode = Mode.Own, IsExplicit = true };
        }

        var keeps = attributes.Any(a => a.AttributeClass.Is(KnownNames.Ensures) || a.AttributeClass.Is(KnownNames.Borrows)
            || (a.AttributeClass.Is(KnownNames.Transition) && a.ConstructorArguments.Length == 2))
            || member.Has(KnownNames.Ensures);
        return isDisposal && !keeps
            ? new SlotContract { Mode = Mode.Own }
            : new SlotContract { Mode = Mode.Borrow };
    }

    // An instance method marked as an edge of a by-type protocol takes its receiver, unless its type has an in-place protocol.
    private static bool IsByTypeTransition(IMethodSymbol method, ImmutableArray<AttributeData> attributes) =>
        !method.IsStatic && SymbolNames.Find(attributes, KnownNames.Transition) is { ConstructorArguments.Length: 0 };

    private SlotContract OfParameter(IParameterSymbol parameter, SortedSet<long> outcomes)
    {
        var slot = ParameterMode(parameter, outcomes);
        if (protocols.Of(parameter.Type) is not { } protocol)
        {
            return slot;
        }

        var attributes = parameter.GetAttributes();
        var (requires, ensures) = (Required(attributes, protocol), Ensured(attributes, protocol, outcomes));

        // A state asked for or promised lends the argument, unless it is taken.
        var lends = parameter.RefKind == RefKind.None && !slot.IsExplicit && (requires is not null || !ensures.IsEmpty);
        return slot with
        {
            Mode = lends ? Mode.Borrow : slot.Mode,
            IsExplicit = slot.IsExplicit || lends,
            Requires = requires,
            Ensures = ensures,
            When = parameter.RefKind == RefKind.Out && !ensures.IsEmpty && ensures.All(e => e.When.Conditional) ? ensures[0].When : slot.When,
        };
    }

    private SlotContract ParameterMode(IParameterSymbol parameter, SortedSet<long> outcomes)
    {
        var attributes = parameter.GetAttributes();
        long? doesNotReturnIf = null, notNullWhen = null;
        foreach (var attribute in attributes)
        {
            if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: bool flag }])
            {
                continue;
            }

            if (attribute.AttributeClass.Is("System.Diagnostics.CodeAnalysis.DoesNotReturnIfAttribute"))
            {
                doesNotReturnIf = flag ? 1 : 0;
            }
            else if (attribute.AttributeClass.Is("System.Diagnostics.CodeAnalysis.NotNullWhenAttribute"))
            {
                notNullWhen = flag ? 1 : 0;
            }
            else if (attribute.AttributeClass.Is("System.Diagnostics.CodeAnalysis.MaybeNullWhenAttribute"))
            {
                notNullWhen = flag ? 0 : 1;
            }
        }

        var borrows = SymbolNames.Find(attributes, KnownNames.Borrows) is not null;
        var consumes = SymbolNames.Find(attributes, KnownNames.Consumes);
        var gives = SymbolNames.Find(attributes, KnownNames.Gives);
        var tracked = ownership.IsTracked(parameter.Type);
        if (notNullWhen is { } named && tracked)
        {
            outcomes.Add(named);
        }

        return parameter.RefKind switch
        {
            RefKind.Out => new SlotContract
            {
                Mode = Mode.Out,
                When = gives is not null ? When(gives, outcomes) : notNullWhen is { } v ? Outcome.On(v) : Outcome.Always,
                NotNullWhen = notNullWhen,
                IsExplicit = gives is not null,
            },
            RefKind.Ref => new SlotContract { Mode = Mode.Exclusive },
            RefKind.In or RefKind.RefReadOnlyParameter => new SlotContract { Mode = Mode.Borrow, NotNullWhen = notNullWhen },
            _ => new SlotContract
            {
                Mode = borrows || (!tracked && consumes is null) ? Mode.Borrow : Mode.Own,
                When = consumes is not null ? When(consumes, outcomes) : Outcome.Always,
                DoesNotReturnIf = doesNotReturnIf,
                NotNullWhen = notNullWhen,
                IsExplicit = borrows || consumes is not null,
            },
        };
    }

    private static Mode ReturnMode(IMethodSymbol method, ISymbol member)
    {
        if (method.MethodKind == MethodKind.PropertyGet || method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            return Mode.Borrow;
        }

        return SymbolNames.Find(method.GetReturnTypeAttributes(), KnownNames.Borrows) is not null || member.Has(KnownNames.Borrows)
            ? Mode.Borrow
            : Mode.Own;
    }

    private static bool MustUseType(ITypeSymbol type) => type is INamedTypeSymbol && type.Has(KnownNames.MustUse);

    /// <summary>Whether <c>using</c> or <c>await using</c> would call this method.</summary>
    private bool IsDisposal(IMethodSymbol method)
    {
        if (method.IsStatic || method.Parameters.Length != 0 || method.IsGenericMethod || method.ContainingType is not { } type)
        {
            return false;
        }

        if (Implements(method, known.Disposable, "Dispose") || Implements(method, known.AsyncDisposable, "DisposeAsync"))
        {
            return true;
        }

        // By pattern: `using` over a ref struct; `await using` over anything.
        return (type.IsRefLikeType && method.Name == "Dispose" && method.ReturnsVoid) || (method.Name == "DisposeAsync" && !method.ReturnsVoid);
    }

    private static bool Implements(IMethodSymbol method, INamedTypeSymbol? @interface, string name)
    {
        if (@interface is null)
        {
            return false;
        }

        foreach (var member in @interface.GetMembers(name))
        {
            if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, member))
            {
                return true;
            }

            for (var candidate = method; candidate is not null; candidate = candidate.OverriddenMethod)
            {
                if (candidate.ContainingType.FindImplementationForInterfaceMember(member) is { } implementation
                    && SymbolEqualityComparer.Default.Equals(implementation.OriginalDefinition, candidate.OriginalDefinition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Outcome When(AttributeData attribute, SortedSet<long> outcomes)
    {
        if (attribute.Named(KnownNames.WhenProperty) is not { } when || Constants.Of(when) is not { } value)
        {
            return Outcome.Always;
        }

        outcomes.Add(value);
        return Outcome.On(value);
    }
}
