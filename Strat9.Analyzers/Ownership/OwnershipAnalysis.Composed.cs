using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Ownership;

// Members that change the state of `this` by others: these are held against what they declare, on every path.
internal sealed partial class OwnershipAnalysis
{
    private bool? _isComposed;

    /// <summary>Whether the body, or a function in it, calls a member that changes the state of <c>this</c>, or hands <c>this</c> to one.</summary>
    private bool IsComposed => _isComposed ??= _body.Graph.OriginalOperation.DescendantsAndSelf().Any(ChangesThis);

    private bool ChangesThis(IOperation operation) => operation switch
    {
        IInvocationOperation call => Changes(call.TargetMethod, call.Instance, call.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation => Changes(constructor, null, creation.Arguments),
        IAssignmentOperation { Target: IPropertyReferenceOperation { Property.SetMethod: { } setter } property }
            => Changes(setter, property.Instance, property.Arguments),
        IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Property.SetMethod: { } setter } property }
            => Changes(setter, property.Instance, property.Arguments),
        _ => false,
    };

    private bool Changes(IMethodSymbol method, IOperation? instance, IEnumerable<IArgumentOperation> arguments)
    {
        var contract = _body.Services.Contracts.Of(method);
        return (instance is not null && IsThis(instance) && contract.Receiver is { Ensures.IsEmpty: false })
            || arguments.Any(a => a.Parameter is { } parameter && parameter.Ordinal < contract.Parameters.Length && IsThis(a.Value)
                && contract.Parameters[parameter.Ordinal] is { Ensures.IsEmpty: false } or { Mode: Mode.Exclusive });
    }

    private static bool IsThis(IOperation operation) =>
        Unconverted(operation) is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}
