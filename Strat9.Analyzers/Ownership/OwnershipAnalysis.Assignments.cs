using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Assignments: the right side has been evaluated; it moves, and then the target is filled.
internal sealed partial class OwnershipAnalysis
{
    private Value Assign(World world, ISimpleAssignmentOperation assignment)
    {
        var target = ValueOf(world, assignment.Target);
        var value = ValueOf(world, assignment.Value);
        var isDeclaration = assignment is { IsImplicit: true, Syntax: VariableDeclaratorSyntax or SingleVariableDesignationSyntax };
        if (assignment.IsRef)
        {
            return BindReference(world, assignment, value);
        }

        var place = target.Kind == ValueKind.Place ? target.Place : null;
        if (assignment.Target is ILocalReferenceOperation { Local: { RefKind: RefKind.None } name } && place is not null)
        {
            // Another name for an object is given a new one; the object it named is not.
            place = _places.Local(name);
        }

        if (place is null && Target(assignment.Target) is { } unfilled)
        {
            place = unfilled;
        }

        if (!Ownership.IsTracked(assignment.Target.Type))
        {
            AssignFlag(world, assignment, value);
            AssignLoans(world, assignment, value);
            CheckUntrackedValue(world, value, assignment.Value);
            if (assignment.Target is IPropertyReferenceOperation { Property: var told, Instance: { } teller } && BackingField(told) is not null
                && ValueOf(world, teller) is { Kind: ValueKind.Place, Place: { } self })
            {
                AssignState(world, self, told, value);
            }

            return assignment.Target is IPropertyReferenceOperation property ? RunSetter(world, property, value) : value.Kind == ValueKind.Plain ? Value.Constant(value.Const) : Value.Plain;
        }

        if (place is not null && HoldsBorrow(place))
        {
            Use(world, value, Unconverted(assignment.Value));
            DropTemporary(world, value, assignment.Value);
            return Value.Of(place);
        }

        if (IsAlias(world, value, place, assignment))
        {
            if (!BindAlias(world, place!, value))
            {
                EndAliases(world, place!);
                world.Bind(place!, null);
                Set(world, place!, Fact.Borrowed with { States = value.States });
            }

            Hold(world, place!, value.Kind == ValueKind.Place ? LoansOfAlias(world, value, assignment) : value.Loans);
            return value;
        }

        if (value.IsChained && assignment.Target is IDiscardOperation)
        {
            Use(world, value, assignment.Value);
            return Value.Plain;
        }

        var moved = Move(world, value, assignment.Value.Syntax, WhatAssigned(assignment), assignment.Value.Type);
        return Store(world, assignment, assignment.Target, place, moved, isDeclaration);
    }

    // Where a moved value goes.
    private Value Store(World world, IOperation assignment, IOperation target, Place? place, Value moved, bool isDeclaration)
    {
        if (target is IDiscardOperation)
        {
            if (moved is { Kind: ValueKind.Fresh } && (moved.Status & Status.Owned) != 0
                && (Ownership.IsLinear(target.Type) || OwesByState(target.Type, moved.States)))
            {
                _report.Report(
                    Descriptors.STRAT1004_Discarded,
                    assignment.Syntax.GetLocation(),
                    [moved.Site?.Syntax.GetLocation()],
                    "The linear value assigned to '_'",
                    "is discarded: consume it, or drop it on purpose with Ownership.Forget");
            }

            return Value.Plain;
        }

        if (moved is not { Kind: ValueKind.Fresh, Status: Status.Spent } && Overwrites(world, target, place))
        {
            // What is lent belongs to somebody, who would lose it.
            _report.Report(
                Descriptors.STRAT1003_Overwritten, assignment.Syntax.GetLocation(), [], Messages.Short(target.Syntax), " (it is lent here)");
            return Value.Plain;
        }

        if (place is not null)
        {
            Fill(world, place, AsContent(moved), assignment.Syntax, isDeclaration);
            if (assignment is ISimpleAssignmentOperation { Value: var stored })
            {
                RebindResult(world, assignment, ValueOf(world, stored), place);
            }

            return Value.Of(place);
        }

        if (target is IPropertyReferenceOperation { Property.ContainingType.IsAnonymousType: false } property)
        {
            return RunSetter(world, property, moved);
        }

        // Statics and ordinary fields are reported where they are declared.
        if (target is not IFieldReferenceOperation && Ownership.IsTracked(target.Type) && !Ownership.MaySitAnywhere(target.Type) && moved is { Kind: ValueKind.Fresh }
            && (moved.Status & Status.Owned) != 0)
        {
            _report.Report(
                Descriptors.STRAT3003_StoredUnfollowed,
                assignment.Syntax.GetLocation(),
                [moved.Site?.Syntax.GetLocation()],
                $"What is assigned to '{Messages.Short(target.Syntax)}'",
                "is stored where its ownership is not followed: use Slot<T> or an owning container");
        }

        return Value.Plain;
    }

    private bool Overwrites(World world, IOperation target, Place? place) =>
        Ownership.IsLinear(target.Type)
        && (target is IPropertyReferenceOperation { Property.ReturnsByRef: true } or IInvocationOperation { TargetMethod.ReturnsByRef: true }
            || (place is not null && IsLentToFill(world, place))
            || (place is { Kind: PlaceKind.This } && OverwritesThis(world, place))
            || (target is IPropertyReferenceOperation { Property: { SetMethod.IsInitOnly: false } property } && place is null
                && !KnownTypes.IsNullable(property.Type) && property.NullableAnnotation != NullableAnnotation.Annotated && IsAutomatic(property.SetMethod)));

    // `this = …` in a struct: what its fields own is lost, or the token that it is.
    private bool OverwritesThis(World world, Place self) =>
        self.Type is INamedTypeSymbol type && Ownership.LinearFields(type) is var fields
        && (fields.IsEmpty
            ? !_body.IsConstructor && Effective(world, self).May(Status.Owned | Status.Borrowed)
            : fields.Any(f => PartOf(self, f) is not { } part || MayOwe(world, part)));

    // The compiler's own setter only stores: what the property held is lost.
    private static bool IsAutomatic(IMethodSymbol setter) =>
        setter.DeclaringSyntaxReferences is [var reference, ..] && reference.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null }
        && !setter.IsAbstract && setter.ContainingType.TypeKind != TypeKind.Interface && !setter.IsExtern && setter.PartialImplementationPart is null;

    // A place that belongs to somebody, who is not seen here and may own a value in it: behind a reference, or around this function.
    private bool IsLentToFill(World world, Place place) =>
        place.IsLinear && Effective(world, place).Status == Status.Borrowed
        && (place.Symbol is ILocalSymbol { RefKind: RefKind.Ref } || place.Root is { IsForeign: true, Kind: not PlaceKind.This });

    private static Value AsContent(Value moved) => moved.Kind switch
    {
        ValueKind.Fresh => moved,
        ValueKind.Plain => Value.Fresh(null, moved.Const.EqualTo(Const.NullNumber) == true ? Status.Empty : Status.Owned),
        _ => Value.Fresh(null, Status.Borrowed),
    };

    private Value RunSetter(World world, IPropertyReferenceOperation property, Value value)
    {
        var receiver = ReceiverOfAccessor(world, ValueOf(world, property.Instance), property.Instance, property.Property.SetMethod);
        if (property is { Instance: { } owner, Property.SetMethod: { } setter })
        {
            var promises = _body.Services.Contracts.Of(setter);
            var asDeclared = CheckState(
                world, receiver, Unconverted(owner).Type, promises.Receiver, property.Syntax, Messages.Short(Unconverted(owner).Syntax), setter.AssociatedSymbol!.Name, false);
            MayThrow(world, property);
            Transit(world, receiver, promises.Receiver, null, asDeclared);
            return value.Kind == ValueKind.Plain ? value : Value.Plain;
        }

        MayThrow(world, property);
        return value.Kind == ValueKind.Plain ? value : Value.Plain;
    }

    // `x.P += 1`: the setter runs after the getter, and has a contract of its own.
    private void SetAfterRead(World world, IOperation target)
    {
        if (target is not IPropertyReferenceOperation { Instance: { } owner, Property: { SetMethod: { } setter, GetMethod: { } getter } property })
        {
            return;
        }

        var (receiver, promises) = (ValueOf(world, owner), _body.Services.Contracts.Of(setter).Receiver);
        var asDeclared = promises?.Requires == _body.Services.Contracts.Of(getter).Receiver?.Requires
            || CheckState(world, receiver, Unconverted(owner).Type, promises, target.Syntax, ReceiverName(owner), property.Name, false);
        Transit(world, receiver, promises, null, asDeclared);
    }

    // A class local assigned from a borrow is another name for the borrow.
    private bool IsAlias(World world, Value value, Place? target, ISimpleAssignmentOperation assignment)
    {
        if (target is not { Kind: PlaceKind.Local, Type.IsReferenceType: true })
        {
            return false;
        }

        if (MayOwe(world, target))
        {
            return false;
        }

        return value.Kind == ValueKind.Lent
            || (value is { Kind: ValueKind.Place, Place: { } source }
                && (Effective(world, source).Status == Status.Borrowed || (value.IsChained && !ReferenceEquals(source, target)))
                && CheckUse(world, source, assignment.Value.Syntax));
    }

    private static string WhatAssigned(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IDiscardOperation ? "discarded" : $"assigned to '{Messages.Short(TargetSyntax(assignment.Target))}'";

    private static SyntaxNode TargetSyntax(IOperation target) => target.Syntax switch
    {
        VariableDeclaratorSyntax declarator => declarator.Initializer is null ? declarator : SyntaxNameOf(declarator),
        var syntax => syntax,
    };

    private static SyntaxNode SyntaxNameOf(VariableDeclaratorSyntax declarator) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFactory.IdentifierName(declarator.Identifier.WithoutTrivia());

    // `ref var r = ref a;`: from here on the name stands for the place.
    private Value BindReference(World world, ISimpleAssignmentOperation assignment, Value value)
    {
        if (assignment.Target is ILocalReferenceOperation local)
        {
            var reference = _places.Local(local.Local);
            if (value is { Kind: ValueKind.Place, Place: { } place })
            {
                CheckUse(world, place, assignment.Value.Syntax);
                world.Bind(reference, Value.Of(place, reference));
                Hold(world, reference, Loan.Union([new Loan(place, new Site(assignment.Syntax, "borrowed here"), IsAlias: true)], value.Loans));
            }
            else
            {
                world.Bind(reference, null);
                Set(world, reference, Fact.Borrowed);
                Hold(world, reference, value.Loans);
            }
        }

        return value;
    }

    private void AssignFlag(World world, ISimpleAssignmentOperation assignment, Value value)
    {
        if (Target(assignment.Target) is not { IsForeign: false } flag || flag.Kind == PlaceKind.Part)
        {
            return;
        }

        var known = IsFollowedFlag(flag) && CanBeFlag(flag.Type) && !value.Const.IsUnknown;
        world.Bind(flag, known ? Value.Constant(value.Const) : null);
    }

    // Another name for a borrowed object borrows from what that one borrows from.
    private ImmutableArray<Loan> LoansOfAlias(World world, Value value, ISimpleAssignmentOperation assignment) =>
        world.Facts[value.Place!.Id]?.Loans ?? Loan.None;

    // A span, a memory or a task goes into a variable with what it borrows; elsewhere a memory would live on unseen.
    private void AssignLoans(World world, ISimpleAssignmentOperation assignment, Value value)
    {
        var holds = _body.Services.Known.CanHoldLoan(assignment.Target.Type) || IsPointer(assignment.Target.Type);
        if (Target(assignment.Target) is { } variable)
        {
            if (variable.Symbol is IParameterSymbol { RefKind: RefKind.Out or RefKind.Ref } && holds)
            {
                CheckEscape(value, assignment.Value, world);
            }

            if (holds || variable.Symbol is ILocalSymbol { RefKind: RefKind.None })
            {
                Hold(world, variable, holds ? value.Loans : Loan.None);
            }
        }
        else if (assignment.Target is IDiscardOperation)
        {
            HoldForever(world, value, assignment.Value);
        }
        else if (!value.Loans.IsEmpty && holds && RefStructAround(assignment.Target) is { } whole)
        {
            HoldAsPart(world, whole, value.Loans);
        }
        else if (!value.Loans.IsEmpty && (IsPointer(assignment.Target.Type) || _body.Services.Known.IsMemory(assignment.Target.Type)))
        {
            _report.Report(
                Descriptors.STRAT3003_StoredUnfollowed,
                assignment.Syntax.GetLocation(),
                [value.Loans[0].Borrowed.Syntax.GetLocation()],
                $"{(IsPointer(assignment.Target.Type) ? "A pointer" : "Memory")} borrowed from '{value.Loans[0].Source.Name}'",
                "may outlive it: keep it in a local, or copy the bytes");
        }
    }

    // A ref struct holds what its fields do: the variable that it is in, or the capture in which it is made.
    private static IOperation? RefStructAround(IOperation target)
    {
        IOperation? whole = null;
        for (var part = target; part is IMemberReferenceOperation { Instance: { Type.IsRefLikeType: true } instance }; part = instance)
        {
            whole = instance;
        }

        return whole;
    }

    private void HoldAsPart(World world, IOperation whole, ImmutableArray<Loan> loans)
    {
        if (Target(whole) is { } variable)
        {
            Hold(world, variable, Loan.Union(world.Facts[variable.Id]?.Loans ?? Loan.None, loans));
        }
        else if (whole is IFlowCaptureReferenceOperation { Id: var id } && _places.FindCapture(id) is { } capture && world.BindingOf(capture) is { } made)
        {
            world.Bind(capture, made.Borrowing(Loan.Union(made.Loans, loans)));
        }
    }

    private Place? Target(IOperation target)
    {
        while (target is IDeclarationExpressionOperation declaration)
        {
            target = declaration.Expression;
        }

        return target switch
        {
            ILocalReferenceOperation local => _places.Local(local.Local),
            IParameterReferenceOperation parameter => ParameterPlace(parameter.Parameter),
            _ => null,
        };
    }

    // A tracked value may go where its type says nothing of ownership: into object, for one.
    private void CheckUntrackedValue(World world, Value value, IOperation operation) => Use(world, value, Unconverted(operation));

    private Value CompoundAssign(World world, ICompoundAssignmentOperation compound)
    {
        if (compound.OperatorMethod is { } method)
        {
            DropTemporary(world, ValueOf(world, compound.Value), compound.Value);
            return ApplyInPlace(world, compound, compound.Target, method);
        }

        var target = ValueOf(world, compound.Target);
        var value = ValueOf(world, compound.Value);
        Use(world, target, compound.Target);
        Use(world, value, compound.Value);
        MayThrow(world, compound);
        SetAfterRead(world, compound.Target);
        if (Target(compound.Target) is { IsTracked: false } flag)
        {
            world.Bind(flag, Value.Constant(Combined(compound, target, value)) is { Const.IsUnknown: false } known ? known : null);
        }

        return Value.Plain;
    }

    private static Const Combined(ICompoundAssignmentOperation compound, Value target, Value value) =>
        compound.Type?.SpecialType != SpecialType.System_Boolean
            ? default
            : compound.OperatorKind switch
            {
                BinaryOperatorKind.And => Combine(target.Const.EqualTo(1), value.Const.EqualTo(1), false).Const,
                BinaryOperatorKind.Or => Combine(target.Const.EqualTo(1), value.Const.EqualTo(1), true).Const,
                _ => default,
            };
}
