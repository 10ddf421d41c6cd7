using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// The operations of one statement in the order in which they are evaluated: operands first. Made without recursion, so that no depth of
/// nesting overflows a stack.
/// </summary>
internal sealed class Plan
{
    private readonly Dictionary<IOperation, int> _slots = [];
    private List<(int First, int Last)>? _conditional;

    private Plan(List<Step> steps)
    {
        Steps = steps;
        for (var i = 0; i < steps.Count; i++)
        {
            _slots[steps[i].Operation] = i;
        }
    }

    /// <summary>Whether the step belongs to an argument of a call that may vanish: its method is <c>[Conditional]</c>.</summary>
    public bool IsConditional(int slot)
    {
        if (_conditional is null)
        {
            _conditional = [];
            for (var i = 0; i < Steps.Count; i++)
            {
                if (Steps[i].Operation is IInvocationOperation { TargetMethod: var method } && IsConditional(method))
                {
                    _conditional.Add((First(i), i));
                }
            }
        }

        foreach (var (first, last) in _conditional)
        {
            if (slot >= first && slot <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsConditional(IMethodSymbol method) =>
        method.GetAttributes().Any(a => a.AttributeClass.Is("System.Diagnostics.ConditionalAttribute"));

    // The operands of a step come right before it.
    private int First(int slot)
    {
        var operation = Steps[slot].Operation;
        var first = slot;
        while (true)
        {
            var child = OperandsOf(operation).FirstOrDefault();
            if (child is null)
            {
                return first;
            }

            first = SlotOf(child);
            operation = child;
        }
    }

    /// <summary>The steps; the last is the statement itself.</summary>
    public IReadOnlyList<Step> Steps { get; }

    public int Root => Steps.Count - 1;

    public int SlotOf(IOperation operation) => _slots.TryGetValue(operation, out var slot) ? slot : -1;

    public static Plan Of(IOperation root)
    {
        var steps = new List<Step>();
        var open = new Stack<(IOperation Operation, IEnumerator<IOperation> Operands)>();
        open.Push((root, OperandsOf(root).GetEnumerator()));
        while (open.Count > 0)
        {
            var (operation, operands) = open.Peek();
            if (operands.MoveNext())
            {
                open.Push((operands.Current, OperandsOf(operands.Current).GetEnumerator()));
                continue;
            }

            open.Pop();
            steps.Add(new Step(operation, open.Count == 0 ? null : open.Peek().Operation));
        }

        return new Plan(steps);
    }

    // What stands in the source but is not evaluated there has no operands.
    private static IEnumerable<IOperation> OperandsOf(IOperation operation) => operation switch
    {
        INameOfOperation or ITypeOfOperation or ISizeOfOperation => Array.Empty<IOperation>(),
        // A pattern asks of the value it is matched with.
        IIsPatternOperation test => [test.Value],
        IAnonymousFunctionOperation or IFlowAnonymousFunctionOperation or ILocalFunctionOperation => Array.Empty<IOperation>(),
        _ => (IEnumerable<IOperation>)operation.ChildOperations,
    };
}

/// <param name="Operation">The operation.</param>
/// <param name="Parent">The operation it is an operand of, within the statement.</param>
internal readonly record struct Step(IOperation Operation, IOperation? Parent);
