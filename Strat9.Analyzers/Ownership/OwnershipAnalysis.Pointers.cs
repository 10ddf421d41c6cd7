using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Pointers. One to a value itself is reported; one into memory that a value lends is a loan like a span: it lives in variables of pointer
// types, through arithmetic and casts among them. An address that becomes a number, or comes out of a call, is not followed.
internal sealed partial class OwnershipAnalysis
{
    private static bool IsPointer(ITypeSymbol? type) => type is IPointerTypeSymbol;

    private Value AddressOf(World world, IAddressOfOperation address)
    {
        var operand = address.Reference;
        var value = ValueOf(world, operand);
        if (Ownership.IsTracked(operand.Type) && Use(world, value, operand))
        {
            _report.Report(
                Descriptors.STRAT3006_ReachedUnseen, address.Syntax.GetLocation(), [], Messages.Short(operand.Syntax), "a pointer");
        }

        return Value.Plain.Borrowing(value.Loans);
    }

    // `fixed (byte* p = x)`: x itself, or what its GetPinnableReference hands out. The compiler's tree has no word for it.
    private static IOperation? Pinned(IOperation operation) =>
        operation is { Kind: OperationKind.None, IsImplicit: true, Syntax.Parent: EqualsValueClauseSyntax { Parent.Parent.Parent: FixedStatementSyntax } }
        && IsPointer(operation.Type) && operation.ChildOperations is { Count: 1 } children
            ? children.First()
            : null;

    private Value Pin(World world, IOperation operation, IOperation pinned)
    {
        MayThrow(world, operation);
        var value = ValueOf(world, pinned);
        if (!Ownership.IsTracked(pinned.Type))
        {
            return Value.Plain.Borrowing(value.Loans);
        }

        Use(world, value, pinned);
        DropTemporary(world, value, pinned);
        return Value.Plain.Borrowing(LoansOfSource(value, new Site(operation.Syntax, "borrowed here")));
    }

    private static ImmutableArray<Loan> LoansOfPointers(IBinaryOperation binary, Value left, Value right) =>
        IsPointer(binary.Type) ? Loan.Union(left.Loans, right.Loans) : Loan.None;
}
