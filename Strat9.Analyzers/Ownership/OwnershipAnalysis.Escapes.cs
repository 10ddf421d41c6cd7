using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Where a value goes that the analysis does not follow: reported, and then the value is spent.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>The value escapes; that is the report of its move.</summary>
    private void Escape(World world, Value value, IOperation operand, SyntaxNode at, DiagnosticDescriptor rule, params object[] arguments)
    {
        // To keep a copy, or another owner, of what is lent is the greater fault.
        var keeps = ReferenceEquals(rule, Descriptors.STRAT3003_StoredUnfollowed)
            || (ReferenceEquals(rule, Descriptors.STRAT3001_Boxed) && operand.Type is { IsValueType: true });
        if (value is { Kind: ValueKind.Place, Place: { IsTracked: true } place })
        {
            if (!CheckUse(world, place, operand.Syntax))
            {
                return;
            }

            if (keeps && Effective(world, place).May(Status.Borrowed))
            {
                ReportBorrowed(place.Name, at, ReferenceEquals(rule, Descriptors.STRAT3001_Boxed) ? "boxed" : "stored", null);
            }
            else
            {
                _report.Report(rule, at.GetLocation(), [], arguments);
                SpendUnlessLent(world, place);
            }
        }
        else if (keeps && value.Kind == ValueKind.Lent)
        {
            ReportBorrowed("the value", at, ReferenceEquals(rule, Descriptors.STRAT3001_Boxed) ? "boxed" : "stored", value.Site);
        }
        else if (value is not { Kind: ValueKind.Fresh, Status: Status.Spent } && value.Const.EqualTo(Const.NullNumber) != true)
        {
            _report.Report(rule, at.GetLocation(), [], arguments);
        }
    }

    /// <summary>Whether a conversion takes a value to where its type says nothing of ownership.</summary>
    private bool Boxes(World world, IConversionOperation conversion, Value operand, out Value result)
    {
        result = operand;
        var (from, to) = (conversion.Operand.Type, conversion.Type);
        if (conversion.OperatorMethod is not null || to is null || !Ownership.IsTracked(from) || operand.Const.EqualTo(Const.NullNumber) == true
            || !(to.IsReferenceType || to.TypeKind == TypeKind.Dynamic))
        {
            return false;
        }

        var boxes = from is { IsValueType: true } || (from is ITypeParameterSymbol { IsReferenceType: false } && !Ownership.IsTracked(to));
        if ((!boxes && Ownership.IsTracked(to)) || OnlyLooks(conversion))
        {
            return false;
        }

        Escape(
            world,
            operand,
            Unconverted(conversion.Operand),
            conversion.Operand.Syntax,
            Descriptors.STRAT3001_Boxed,
            Messages.Short(conversion.Operand.Syntax),
            boxes ? "boxed to" : "converted to",
            to.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        result = Value.Fresh(null, Status.Spent);
        return true;
    }

    // A conversion whose result is looked at and dropped: tests, comparisons, borrowed arguments, the disposal at the end of a `using`.
    private bool OnlyLooks(IConversionOperation conversion)
    {
        if (conversion.Syntax.Parent is LockStatementSyntax)
        {
            return true;
        }

        IOperation inner = conversion;
        var parent = conversion.Parent;
        while (parent is IConversionOperation { OperatorMethod: null })
        {
            inner = parent;
            parent = parent.Parent;
        }

        return parent switch
        {
            IBinaryOperation or IIsPatternOperation or IIsTypeOperation or IIsNullOperation or IInterpolationOperation => true,
            IInterpolatedStringAppendOperation => true,
            IInvocationOperation { IsImplicit: true } call => call.Instance == inner || FrameworkContracts.Borrows(call.TargetMethod),
            IInvocationOperation call when call.Instance == inner => Ownership.IsTracked(inner.Type),
            IArgumentOperation { Parent: { } call } argument => ContractOf(call, argument) is { Mode: Mode.Borrow, IsExplicit: true },
            _ => false,
        };
    }

    /// <summary>An element of an array or collection is kept where nobody sees who owns it.</summary>
    private void StoreElement(World world, IOperation element, int slot)
    {
        if (!Ownership.IsTracked(element.Type))
        {
            Use(world, world.Values[slot] ?? Value.Plain, element);
            return;
        }

        Escape(
            world,
            world.Values[slot] ?? Value.Plain,
            Unconverted(element),
            element.Syntax,
            Descriptors.STRAT3003_StoredUnfollowed,
            $"'{Messages.Short(element.Syntax)}'",
            "is stored in an array or collection, where its ownership is not followed: use OwnedArray<T> or another owning container");
        world.Values[slot] = Value.Fresh(null, Status.Spent);
    }

    /// <summary>Members that reach a value by its address.</summary>
    private bool ReachesUnseen(World world, IInvocationOperation call)
    {
        if (!FrameworkContracts.Reaches(call.TargetMethod)
            || !(call.TargetMethod.TypeArguments.Any(Ownership.IsTracked) || call.Arguments.Any(a => Ownership.IsTracked(a.Value.Type))))
        {
            return false;
        }

        CommitArguments(world, call);
        _report.Report(
            Descriptors.STRAT3006_ReachedUnseen,
            call.Syntax.GetLocation(),
            [],
            Messages.Short(call.Syntax),
            call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name);
        return true;
    }

    // A call that may vanish takes its arguments only where it is compiled.
    private void CheckConditional(SyntaxNode at)
    {
        if (_slot >= 0 && _plan.IsConditional(_slot))
        {
            _report.Report(
                Descriptors.STRAT3000_NotFollowed,
                at.GetLocation(),
                [],
                $"'{Messages.Short(at)}'",
                "moves inside an argument of a [Conditional] call, which vanishes where its symbol is not defined: move it before the call");
        }
    }

    // Nobody may be left to consume what lives across a `yield`: the enumeration may be left there.
    private void CheckYield(World world, IReturnOperation yielded)
    {
        foreach (var place in _places.All)
        {
            if (place is { Parent: null, IsForeign: false, Kind: PlaceKind.Local or PlaceKind.Parameter } && place.Symbol is not IParameterSymbol
                && world.BindingOf(place) is not { Kind: ValueKind.Place } && MayOwe(world, place))
            {
                _report.Report(
                    Descriptors.STRAT3007_LiveAcrossYield,
                    yielded.Syntax.GetLocation(),
                    [Effective(world, place).CameFrom?.Syntax.GetLocation()],
                    place.Name,
                    "is live across this 'yield'");
            }
        }
    }

    // The body of an iterator may never run, and then nobody consumes what it was given.
    private void CheckIteratorParameters()
    {
        if (_body.Method is not { } method || !IsIterator)
        {
            return;
        }

        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var parameter = method.Parameters[i];
            if (Ownership.IsLinear(parameter.Type) && _contract!.Parameters[i].Mode == Mode.Own && DeclaredAt(parameter) is { } at)
            {
                _report.Report(Descriptors.STRAT3007_LiveAcrossYield, at, [], parameter.Name, "is taken by an iterator, whose body may never run");
            }
        }
    }

    private bool IsIterator =>
        _body.Graph.OriginalOperation.Descendants().Any(o => o.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak
            && o.Syntax.FirstAncestorOrSelf<SyntaxNode>(IsFunction) == _body.Graph.OriginalOperation.Syntax.FirstAncestorOrSelf<SyntaxNode>(IsFunction));

    private static bool IsFunction(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax;
}
