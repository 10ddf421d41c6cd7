using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Strat9.Analyzers.Dataflow;

internal enum CatchMatch
{
    Never,
    Maybe,
    Always,
}

/// <summary>Decides which handlers an exception reaches.</summary>
internal sealed class ExceptionTypes(Compilation compilation)
{
    private readonly INamedTypeSymbol? _exception = compilation.GetTypeByMetadataName("System.Exception");

    public Thrown OfThrow(BasicBlock block)
    {
        var operation = block.BranchValue;
        var value = operation;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return new Thrown(true, value?.Type, value is IObjectCreationOperation, operation, block);
    }

    public Thrown OfRethrow(BasicBlock block)
    {
        ITypeSymbol? type = null;
        for (var region = block.EnclosingRegion;
            region is { Kind: not ControlFlowRegionKind.Root } && type is null;
            region = region.EnclosingRegion)
        {
            type = region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler ? region.ExceptionType : null;
        }

        return new Thrown(true, type, false, null, block);
    }

    /// <summary>Whether the handler's type takes the exception; a filter may still refuse it.</summary>
    /// <param name="handler">The clause.</param>
    /// <param name="thrown">The exception.</param>
    /// <param name="excluded">Types that it is known not to be.</param>
    public CatchMatch Match(ControlFlowRegion handler, Thrown thrown, Excluded? excluded)
    {
        for (var not = excluded; not is not null; not = not.Rest)
        {
            if (handler.ExceptionType is { } taken && DerivesFrom(taken, not.Type))
            {
                return CatchMatch.Never;
            }
        }

        return Match(handler, thrown);
    }

    private CatchMatch Match(ControlFlowRegion handler, Thrown thrown)
    {
        if (handler.ExceptionType is not { } type || type.SpecialType == SpecialType.System_Object || Same(type, _exception))
        {
            return CatchMatch.Always;
        }

        if (thrown.Type is not { } raised || raised.TypeKind == TypeKind.Error || type.TypeKind == TypeKind.Error)
        {
            return CatchMatch.Maybe;
        }

        if (DerivesFrom(raised, type))
        {
            return CatchMatch.Always;
        }

        return !thrown.IsExact && DerivesFrom(type, raised) ? CatchMatch.Maybe : CatchMatch.Never;
    }

    private static bool DerivesFrom(ITypeSymbol type, ITypeSymbol ancestor)
    {
        var open = new Stack<ITypeSymbol>();
        open.Push(type);
        while (open.Count > 0)
        {
            var next = open.Pop();
            for (var t = next; t is not null; t = t.BaseType)
            {
                if (Same(t, ancestor))
                {
                    return true;
                }
            }

            // The compiler leaves no cycle among constraints.
            if (next is ITypeParameterSymbol parameter)
            {
                foreach (var constraint in parameter.ConstraintTypes)
                {
                    open.Push(constraint);
                }
            }
        }

        return false;
    }

    private static bool Same(ISymbol? a, ISymbol? b) => a is not null && SymbolEqualityComparer.Default.Equals(a, b);
}
