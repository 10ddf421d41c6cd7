using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Loans. A move does not look for live borrows; it marks the loans that end with it, and a later use of one is the fault. So a borrow
// lives exactly until its last use, without a liveness analysis.
internal sealed partial class OwnershipAnalysis
{
    /// <summary>What the result of a call, property or slice borrows from.</summary>
    private ImmutableArray<Loan> LoansOfCall(
        World world, IOperation call, bool byReference, MethodContract contract, ImmutableArray<IArgumentOperation> arguments, Value? receiver, IOperation? instance)
    {
        var type = call.Type;
        if (!byReference && !_body.Services.Known.CanHoldLoan(type) && !(contract.Return == Mode.Borrow && Ownership.IsTracked(type)))
        {
            return Loan.None;
        }

        var loans = Loan.None;
        var site = new Site(call.Syntax, "borrowed here");
        if (receiver is not null && instance is not null && contract.Receiver is not { Mode: Mode.Own, When.Conditional: false })
        {
            loans = Loan.Union(loans, LoansOfSource(receiver, site));
        }

        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && (parameter.ScopedKind == ScopedKind.None || _body.Services.Known.IsAnyTask(type))
                && parameter.Ordinal < contract.Parameters.Length
                && contract.Parameters[parameter.Ordinal].Mode is Mode.Borrow or Mode.Exclusive)
            {
                loans = Loan.Union(loans, LoansOfSource(ValueOf(world, argument), site));
            }
        }

        return loans;
    }

    private static ImmutableArray<Loan> LoansOfSource(Value value, Site site) =>
        value is { Kind: ValueKind.Place, Place: { IsTracked: true } place } ? Loan.Union(value.Loans, [new Loan(place, site)]) : value.Loans;

    /// <summary>Something that holds loans is used: none of them may have ended.</summary>
    private bool CheckLoans(World world, Place holder, SyntaxNode use)
    {
        if (world.Facts[holder.Id] is not { Loans.IsEmpty: false } fact)
        {
            return true;
        }

        var fine = true;
        foreach (var loan in fact.Loans)
        {
            if (loan.EndedAt is { } ended)
            {
                ReportEnded(world, loan, ended, holder.Name, use);
                fine = false;
            }
        }

        return fine;
    }

    private void ReportEnded(World world, Loan loan, Site ended, string holder, SyntaxNode use)
    {
        _report.Report(
            Descriptors.STRAT4001_MovedWhileBorrowed,
            ended.Syntax.GetLocation(),
            [loan.Borrowed.Syntax.GetLocation(), use.GetLocation()],
            loan.Source.Name,
            ended.What,
            holder,
            Messages.Line(use));

        // One report for the move: neither the source nor another borrow of it says more.
        Forgive(world, loan.Source, ended);
    }

    // The move out of this place, at this site, has been reported. (At one site several places may move, each on its path.)
    private void Forgive(World world, Place source, Site ended)
    {
        foreach (var id in world.Borrowers)
        {
            if (world.Facts[id] is { } fact)
            {
                world.Facts = world.Facts.With(id, fact with { Loans = fact.Loans.RemoveAll(l => ended.Equals(l.EndedAt) && Overlaps(l.Source, source)) });
            }
        }

        foreach (var place in _places.All)
        {
            if (world.Facts[place.Id] is { } fact && ended.Equals(fact.MovedAt) && Overlaps(place, source))
            {
                world.Facts = world.Facts.With(place.Id, fact.Reported());
            }
        }
    }

    /// <summary>
    /// The value leaves a place, or another takes its place: loans from it end. Returns whether that is a fault already, and reported.
    /// </summary>
    private bool EndLoans(World world, Place source, Site at, Place? through, bool refills)
    {
        var reported = false;
        if (world.Facts[source.Id] is { HeldAt: { } held })
        {
            ReportEnded(world, new Loan(source, held), at, "a task that nobody awaits", held.Syntax);
            reported = true;
        }

        reported |= EndLoansInFlight(world, source, at, through, refills);
        EndLoansOfCaptures(world, source, at, refills);

        foreach (var id in world.Borrowers)
        {
            if (through?.Id == id || world.Facts[id] is not { Loans.IsEmpty: false } fact)
            {
                continue;
            }

            var loans = fact.Loans;
            foreach (var loan in fact.Loans)
            {
                if (loan.EndedAt is null && !(refills && loan.IsAlias) && Overlaps(loan.Source, source))
                {
                    loans = loans.Replace(loan, loan with { EndedAt = at });
                }
            }

            if (loans != fact.Loans)
            {
                world.Facts = world.Facts.With(id, fact with { Loans = loans });
            }
        }

        return reported;
    }

    // Operands evaluated already, whose operation has yet to run: `F(block.Span, Take(block))`.
    private bool EndLoansInFlight(World world, Place source, Site at, Place? through, bool refills)
    {
        for (var slot = 0; slot < _slot; slot++)
        {
            if (!refills && IsLentByArgument(world, slot, source, out var argument))
            {
                ReportEnded(
                    world, new Loan(source, new Site(argument!.Syntax, "borrowed here")), at, $"the call of '{NameOf(argument.Parent!)}'", argument.Parent!.Syntax);
                return true;
            }

            if (world.Values[slot] is not { Loans.IsEmpty: false } value || _plan.Steps[slot] is not { Parent: { } user, Operation: var operand }
                || _plan.SlotOf(user) <= _slot || (value.Through is { } reference && ReferenceEquals(reference, through)))
            {
                continue;
            }

            // The target of an assignment is only filled.
            var isTarget = user is ISimpleAssignmentOperation assignment && assignment.Target == operand;
            foreach (var loan in value.Loans)
            {
                if (loan.EndedAt is null && !((refills || isTarget) && loan.IsAlias) && Overlaps(loan.Source, source))
                {
                    ReportEnded(world, loan, at, Messages.Short(operand.Syntax), user.Syntax);
                    return true;
                }
            }
        }

        return false;
    }

    // An argument before, of a call that has yet to run, lends what is moved now: `F(in a, a)`.
    private bool IsLentByArgument(World world, int slot, Place source, out IArgumentOperation? argument)
    {
        argument = _plan.Steps[slot].Operation as IArgumentOperation;
        return argument is { Parent: { } call } && _plan.SlotOf(call) > _slot
            && world.Values[slot] is { Kind: ValueKind.Place, Place: { } lent } && Overlaps(lent, source)
            && ContractOf(call, argument) is { Mode: Mode.Borrow or Mode.Exclusive };
    }

    // What the compiler keeps between blocks holds loans like a variable: whether it is used again will be seen.
    private static void EndLoansOfCaptures(World world, Place source, Site at, bool refills)
    {
        foreach (var pair in world.Bindings)
        {
            var loans = pair.Value.Loans;
            foreach (var loan in pair.Value.Loans)
            {
                if (loan.EndedAt is null && !(refills && loan.IsAlias) && Overlaps(loan.Source, source))
                {
                    loans = loans.Replace(loan, loan with { EndedAt = at });
                }
            }

            if (loans != pair.Value.Loans)
            {
                world.Rebind(pair.Key, pair.Value.Borrowing(loans));
            }
        }
    }

    // A capture is read: none of what it borrows may have ended.
    private Value CheckCaptureLoans(World world, Value bound, IOperation reference)
    {
        foreach (var loan in bound.Loans)
        {
            if (loan.EndedAt is { } ended && !(IsImplicitDisposal(reference) && FrameworkContracts.IsDisposedByDoingNothing(reference.Type)))
            {
                ReportEnded(world, loan, ended, Messages.Short(reference.Syntax), reference.Syntax);
                return bound.Borrowing(bound.Loans.RemoveAll(l => l.EndedAt is not null));
            }
        }

        return bound;
    }

    private static bool IsImplicitDisposal(IOperation operand)
    {
        while (operand.Parent is IConversionOperation conversion)
        {
            operand = conversion;
        }

        return operand.Parent is IInvocationOperation { IsImplicit: true, TargetMethod.ReturnsVoid: true };
    }

    private static bool Overlaps(Place a, Place b)
    {
        var (deep, shallow) = a.Depth >= b.Depth ? (a, b) : (b, a);
        while (deep.Depth > shallow.Depth)
        {
            deep = deep.Parent!;
        }

        return ReferenceEquals(deep, shallow);
    }

    /// <summary>A variable holds what was borrowed.</summary>
    private void Hold(World world, Place holder, ImmutableArray<Loan> loans)
    {
        var fact = world.Facts[holder.Id];
        if (loans.IsEmpty && fact is null or { Loans.IsEmpty: true })
        {
            return;
        }

        world.Facts = world.Facts.With(holder.Id, (fact ?? Fact.Plain) with { Loans = loans });
        if (!world.Borrowers.Contains(holder.Id))
        {
            world.Borrowers = world.Borrowers.Add(holder.Id);
        }
    }

    // A task that nobody awaits may use what it borrowed until the end.
    private void HoldForever(World world, Value value, IOperation operation)
    {
        if (value.Loans.IsEmpty || !_body.Services.Known.IsAnyTask(operation.Type))
        {
            return;
        }

        foreach (var loan in value.Loans)
        {
            var fact = Effective(world, loan.Source);
            if (fact.May(Status.Owned))
            {
                SetKeepingParts(world, loan.Source, fact with { HeldAt = loan.Borrowed });
            }
        }
    }

    // What is returned may not borrow from what ends here.
    private void CheckEscape(Value value, IOperation operation, World world)
    {
        foreach (var loan in value.Loans)
        {
            var root = loan.Source.Root;
            if (root.IsForeign || root.Kind is not (PlaceKind.Local or PlaceKind.Parameter or PlaceKind.Capture)
                || root.Symbol is IParameterSymbol { RefKind: not RefKind.None } || Effective(world, root).Status == Status.Borrowed)
            {
                continue;
            }

            _report.Report(
                Descriptors.STRAT4002_OutlivesPlace,
                operation.Syntax.GetLocation(),
                [loan.Borrowed.Syntax.GetLocation()],
                root.Name);
            return;
        }
    }

    // Two references to one place, one of them exclusive.
    private void CheckExclusive(World world, IOperation call, MethodContract contract, ImmutableArray<IArgumentOperation> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            for (var j = 0; j < arguments.Length; j++)
            {
                if (i == j || ModeOf(i) != Mode.Exclusive || ModeOf(j) is not (Mode.Exclusive or Mode.Borrow) || (ModeOf(j) == Mode.Exclusive && j < i)
                    || ValueOf(world, arguments[i]) is not { Kind: ValueKind.Place, Place: { IsTracked: true } a }
                    || !Reaches(ValueOf(world, arguments[j]), a))
                {
                    continue;
                }

                _report.Report(
                    Descriptors.STRAT4001_MovedWhileBorrowed,
                    call.Syntax.GetLocation(),
                    [arguments[i].Syntax.GetLocation(), arguments[j].Syntax.GetLocation()],
                    a.Name,
                    $"passed by 'ref' to '{NameOf(call)}'",
                    "another argument",
                    Messages.Line(arguments[j].Syntax));
                return;
            }
        }

        static bool Reaches(Value value, Place place) =>
            value is { Kind: ValueKind.Place, Place: { } other }
                ? Overlaps(other, place)
                : value.Loans.Any(l => l.EndedAt is null && !l.IsAlias && Overlaps(l.Source, place));

        Mode? ModeOf(int index) =>
            arguments[index].Parameter is { } parameter && parameter.Ordinal < contract.Parameters.Length
                ? contract.Parameters[parameter.Ordinal].Mode
                : null;
    }
}
