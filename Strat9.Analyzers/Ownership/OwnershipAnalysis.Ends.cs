using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;
using Strat9.Analyzers.Rules;

namespace Strat9.Analyzers.Ownership;

// Where a body starts and where it ends: its own contract.
internal sealed partial class OwnershipAnalysis
{
    private WorldSet Entry()
    {
        var world = new World();
        if (_body.Method is { } method)
        {
            for (var i = 0; i < method.Parameters.Length; i++)
            {
                EnterParameter(world, method.Parameters[i], _contract!.Parameters[i]);
            }

            if (ExtensionReceiver is { } receiver)
            {
                EnterParameter(world, receiver, _contract!.Receiver!);
            }
            else
            {
                EnterReceiver(world, method);
            }
        }

        FindNulls();
        var state = new WorldSet();
        state.Worlds.Add(world);
        return state;
    }

    private void EnterParameter(World world, IParameterSymbol parameter, SlotContract contract)
    {
        var place = _places.Parameter(parameter);
        if (!place.IsTracked && !Ownership.CanHoldPlaces(place.Type))
        {
            return;
        }

        var site = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax ? new Site(syntax, "parameter") : null;
        var status = contract.Mode switch
        {
            Mode.Out => Status.Empty,
            Mode.Borrow => Status.Borrowed,
            _ => Status.Owned,
        };
        var states = ProtocolOf(place.Type) is { } protocol && status != Status.Empty ? contract.Requires ?? protocol.Unknown : default;
        Set(world, place, new Fact(status, states, null, site));
    }

    private void EnterReceiver(World world, IMethodSymbol method)
    {
        if (method.IsStatic || _body.IsNested || _body.Type is not { } type || !Ownership.CanHoldPlaces(type) && !type.IsReferenceType)
        {
            return;
        }

        var place = _places.This(type);
        if (method.MethodKind == MethodKind.Constructor)
        {
            // Fields start empty; what initialisers and another constructor leave there is found when they are assigned.
            Set(world, place, Fact.Borrowed with { States = ProtocolOf(type)?.Initial ?? default });
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && Ownership.IsTracked(field.Type) && PartOf(place, field) is { } part)
                {
                    Set(world, part, !_isChain && IsInitialized(field) ? InitialFact(field) : Fact.Empty);
                }
            }

            return;
        }

        var owns = _contract!.Receiver is { Mode: Mode.Own };
        var states = ProtocolOf(type) is { } protocol ? _contract!.Receiver?.Requires ?? protocol.Unknown : default;
        Set(world, place, (owns ? Fact.Owned : Fact.Borrowed) with { States = states });
    }

    // Initialisers run before the constructor's body, and so does another constructor that it calls.
    private bool IsInitialized(IFieldSymbol field) => field switch
    {
        { AssociatedSymbol.DeclaringSyntaxReferences: [var property] } => property.GetSyntax() is PropertyDeclarationSyntax { Initializer: not null },
        { DeclaringSyntaxReferences: [var variable] } => variable.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null },
        _ => false,
    } || CallsAnother();

    private bool CallsAnother() =>
        _body.Graph.OriginalOperation.Syntax is ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer };

    // Locals that hold null at some time are told apart by it, path by path.
    private void FindNulls()
    {
        foreach (var block in _body.Graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                var inner = operation is IExpressionStatementOperation statement ? statement.Operation : operation;
                if (inner is ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment
                    && Unconverted(assignment.Value) is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation
                    && _places.Local(local.Local) is { IsTracked: true } place)
                {
                    _nullTracked.Add(place);
                }
            }
        }
    }

    // `yield return x;` hands the value to whoever enumerates.
    private Value Yield(World world, IReturnOperation yielded)
    {
        if (yielded is { Kind: OperationKind.YieldReturn, ReturnedValue: { } value })
        {
            Move(world, ValueOf(world, value), Unconverted(value).Syntax, "yielded", value.Type);
            CheckYield(world, yielded);
        }

        return Value.Plain;
    }

    private void Return(World world, Value value, IOperation operation)
    {
        world.Returned = value.Const;
        if (_body.Method is { ReturnsByRef: true } or { ReturnsByRefReadonly: true } || _body.Services.Known.CanHoldLoan(operation.Type) || IsPointer(operation.Type)
            || Ownership.IsTracked(operation.Type))
        {
            CheckEscape(value, operation, world);
        }

        // A borrowed result is lent on; what nobody else owns must be moved out.
        if (_body.Method is { } method && (method.ReturnsByRef || method.ReturnsByRefReadonly) || _contract is { Return: Mode.Borrow })
        {
            if (_body.Method is { ReturnsByRef: false, ReturnsByRefReadonly: false } && LendsUnowned(world, value, operation))
            {
                return;
            }

            Use(world, value, operation);
            return;
        }

        if (Ownership.IsTracked(Unconverted(operation).Type) || Ownership.IsTracked(operation.Type))
        {
            var moved = Move(world, value, Unconverted(operation).Syntax, "returned", Unconverted(operation).Type);
            ReturnStates(world, moved, operation);
        }
        else
        {
            Use(world, value, operation);
        }
    }

    // What only this call holds nobody owns once it is lent.
    private bool LendsUnowned(World world, Value value, IOperation operation)
    {
        var isLost = value.Kind == ValueKind.Fresh ? (value.Status & Status.Owned) != 0
            : value.Place is { Parent: null, IsForeign: false, Kind: PlaceKind.Local or PlaceKind.Parameter or PlaceKind.Capture } place
                && _body.Method is { MethodKind: MethodKind.PropertyGet } && Effective(world, place).May(Status.Owned);
        if (!isLost || !(Ownership.IsLinear(operation.Type) || OwesByState(Unconverted(operation).Type, value.States)) || DeclaredAt(_body.Method) is not { } at)
        {
            return false;
        }

        _report.Report(
            Descriptors.STRAT1002_NotConsumed,
            at,
            [value.Site?.Syntax.GetLocation(), operation.Syntax.GetLocation()],
            (_body.Method!.AssociatedSymbol ?? _body.Method).Name,
            "lends a value that nobody else owns: make it a method that returns it");
        if (value.Place is { } lent)
        {
            Set(world, lent, Fact.Spent);
        }

        return true;
    }

    private void EndBody(World world, in Departure departure)
    {
        if (_unfinished is not null)
        {
            // The next part of the same construction goes on from here.
            Absorb(_unfinished.Worlds, world, _visited);
            return;
        }

        if (departure.Kind == DepartureKind.Exception && _body.Paths != ExceptionPaths.All)
        {
            return;
        }

        LeaveCaptured(world, departure);
        var owes = !_onlyThrows && Counts(departure);
        if (_body.Captures == CaptureMode.Consumes)
        {
            EndCaptured(world, departure, owes);
        }

        if (_body.Method is { } method)
        {
            for (var i = 0; i < method.Parameters.Length; i++)
            {
                EndParameter(world, method.Parameters[i], _contract!.Parameters[i], departure, owes);
            }

            if (ExtensionReceiver is { } receiver)
            {
                EndParameter(world, receiver, _contract!.Receiver!, departure, owes);
            }
        }

        if (_places.ThisIfMentioned is { } self)
        {
            EndReceiver(world, self, departure, owes);
        }
    }

    private IParameterSymbol? ExtensionReceiver =>
        _body.Method is { IsStatic: false, MethodKind: not MethodKind.Constructor, ContainingType: { IsExtension: true, ExtensionParameter: { } receiver } } ? receiver : null;

    private void EndParameter(World world, IParameterSymbol parameter, SlotContract contract, in Departure departure, bool owes)
    {
        var place = _places.Parameter(parameter);
        if (_captured.Contains(parameter))
        {
            // It lives on as a field.
            if (departure.Kind != DepartureKind.Exception && MovedPart(world, place) is { MovedAt: { } site })
            {
                _report.Report(
                    Descriptors.STRAT1006_LeftMoved,
                    site.Syntax.GetLocation(),
                    [ExitLocation(departure)],
                    place.Name,
                    "is kept by the primary constructor for members that use it, and is moved out of it here");
            }

            return;
        }

        if (contract.Mode is not Mode.Own)
        {
            EndStates(world, place, contract, departure);
        }

        if (owes && world.Facts[place.Id] is { DisposedAt: not null } disposed)
        {
            ReportDisposedFull(place, disposed);
        }

        switch (contract.Mode)
        {
            case Mode.Own when contract.When is { Conditional: true } when:
                EndConditional(world, place, when, departure, owes);
                break;
            case Mode.Own when owes && MayOwe(world, place) && !TransferRules.IsOff(TransferRule.ParameterOwes):
                ReportLeak(place, Effective(world, place), ExitLocation(departure), NotConsumed(place, departure));
                break;
            case Mode.Out when departure.Kind == DepartureKind.Branch:
                if (contract.When is { Conditional: true } given)
                {
                    EndGiven(world, place, given, departure);
                }

                if (contract.When is not { Conditional: true } || world.Returned.EqualTo(contract.When.Value) == true)
                {
                    CheckWhole(world, place, departure);
                }

                break;
            case Mode.Exclusive when departure.Kind != DepartureKind.Exception:
                CheckWhole(world, place, departure);
                break;
        }
    }

    // What a lambda captured and consumes somewhere it consumes everywhere: whoever made it has let go of it.
    private void EndCaptured(World world, in Departure departure, bool owes)
    {
        foreach (var place in _places.All)
        {
            if (!place.IsForeign || place.Parent is not null || place.Symbol is null || world.Facts[place.Id] is not { } fact)
            {
                continue;
            }

            if (fact.May(Status.Moved | Status.Spent))
            {
                _consumed.Add(place.Symbol);
            }

            if (owes && fact.May(Status.Moved) && MayOwe(world, place))
            {
                ReportLeak(place, fact, ExitLocation(departure), "is consumed by this lambda on some path only");
            }
        }
    }

    // A parameter that is taken on one result only: consumed exactly there.
    private void EndConditional(World world, Place place, Outcome when, in Departure departure, bool owes)
    {
        if (TransferRules.IsOff(TransferRule.ResultBindsBody))
        {
            return;
        }

        var returns = departure.Kind == DepartureKind.Branch;
        var onResult = returns ? world.Returned.EqualTo(when.Value) : false;
        var fact = Effective(world, place);
        if (onResult != false && owes && MayOwe(world, place))
        {
            ReportLeak(place, fact, ExitLocation(departure), "is not consumed although the result says so");
        }

        if (onResult != true && fact is { MovedAt: { } moved } && fact.May(Status.Moved))
        {
            ReportBorrowed(
                place.Name, moved.Syntax, moved.What + ": on this result it stays with the caller", null);
        }
    }

    // An `out` that is given on one result only: filled exactly there.
    private void EndGiven(World world, Place place, Outcome given, in Departure departure)
    {
        if (world.Returned.EqualTo(given.Value) != true && MayOwe(world, place))
        {
            ReportLeak(place, Effective(world, place), ExitLocation(departure), "is given a value, but the result says that there is none");
        }
        else if (world.Returned.EqualTo(given.Value) != false && place.Type is { IsValueType: true }
            && Effective(world, place) is { CameFrom: { } from } fact && fact.May(Status.Empty | Status.NotGiven))
        {
            ReportForged(from.Syntax, place.Type, "on this result the 'out' parameter gives a value");
        }
    }

    private void CheckWhole(World world, Place place, in Departure departure)
    {
        if (TransferRules.IsOff(TransferRule.ReferencesAreWhole) || MovedPart(world, place) is not { } moved)
        {
            return;
        }

        if (DeclaredAt(place.Symbol) is { } at)
        {
            _report.Report(
                Descriptors.STRAT1006_LeftMoved,
                at,
                [moved.MovedAt?.Syntax.GetLocation(), ExitLocation(departure)],
                place.Name,
                (place.Symbol is IParameterSymbol { RefKind: RefKind.Out } ? "is given by 'out'" : "is passed by 'ref'")
                    + " and must hold a value when the method returns: refill it" + Messages.Left(moved));
        }
    }

    private Fact? MovedPart(World world, Place place)
    {
        if (Effective(world, place) is { } fact && place.IsTracked && fact.May(Status.Moved))
        {
            return fact;
        }

        foreach (var part in place.Parts)
        {
            if (HasOwnFact(world, part) && MovedPart(world, part) is { } moved)
            {
                return moved;
            }
        }

        return null;
    }

    private void EndReceiver(World world, Place self, in Departure departure, bool owes)
    {
        if (_contract?.Receiver is { Mode: Mode.Own, When.Conditional: false } && !_body.IsNested)
        {
            EndConsumedReceiver(world, self, departure, owes);
            return;
        }

        if (_contract?.Receiver is { Mode: Mode.Own, When: { Conditional: true } when } && !_body.IsNested && !EndReceiverOnResult(world, self, when, departure, owes))
        {
            return;
        }

        if (self.IsForeign || departure.Kind == DepartureKind.Exception)
        {
            return;
        }

        if (!_body.IsNested)
        {
            var promises = _contract?.Receiver ?? ConstructorContract(self);
            EndFieldStates(world, self, promises, departure);
            if (promises is not null)
            {
                EndStates(world, self, promises, departure);
            }
        }

        foreach (var part in self.Parts)
        {
            // A slot or container that has been disposed in its field is empty, and watched at run time.
            if (HasOwnFact(world, part) && !Ownership.MaySitAnywhere(part.Type) && MovedPart(world, part) is { MovedAt: { } site })
            {
                _report.Report(
                    Descriptors.STRAT1006_LeftMoved,
                    site.Syntax.GetLocation(),
                    [ExitLocation(departure)],
                    part.Name,
                    "is moved out of a field of 'this' and not refilled before the member ends");
            }
        }
    }

    // A member that takes its receiver on one result only takes it apart there. Returns whether the receiver stays with the caller.
    private bool EndReceiverOnResult(World world, Place self, Outcome when, in Departure departure, bool owes)
    {
        var onResult = departure.Kind == DepartureKind.Branch ? world.Returned.EqualTo(when.Value) : false;
        if (onResult != false)
        {
            EndConsumedReceiver(world, self, departure, owes);
        }

        if (onResult != true && Effective(world, self) is { MovedAt: { } moved } fact && fact.May(Status.Moved) && departure.Kind != DepartureKind.Exception)
        {
            ReportBorrowed("this", moved.Syntax, moved.What + ": on this result it stays with the caller", null);
        }

        return onResult == false;
    }

    // A constructor leaves the object in the initial state, or where it says.
    private SlotContract? ConstructorContract(Place self) =>
        _body.IsConstructor && ProtocolOf(self.Type) is { } protocol
            ? new SlotContract
            {
                Mode = Mode.Borrow,
                Requires = protocol.Initial,
                Ensures = [new Postcondition(Outcome.Always, _contract?.ReturnEnsures ?? protocol.Initial)],
            }
            : null;

    // A member that takes its receiver takes it apart: each linear part must have been consumed, or `this` handed on.
    private void EndConsumedReceiver(World world, Place self, in Departure departure, bool owes)
    {
        if (!owes || _body.Type is not { } type || !Effective(world, self).May(Status.Owned) || _body.Method is not { } method)
        {
            return;
        }

        foreach (var field in Ownership.LinearFields(type))
        {
            if (PartOf(self, field) is { } part && MayOwe(world, part) && !IsMovedAtConstruction(field))
            {
                if (DeclaredAt(method) is { } at)
                {
                    var name = NameOf(field);
                    _report.Report(
                        Descriptors.STRAT1002_NotConsumed,
                        at,
                        [field.Locations.FirstOrDefault(), ExitLocation(departure)],
                        name,
                        $"is a linear part of the value that '{method.Name}' consumes, and {Messages.NotConsumed(departure)}");
                }

                return;
            }
        }
    }

    // A kept parameter that an initialiser moves is empty from the start; that was reported there.
    private static bool IsMovedAtConstruction(IFieldSymbol field) =>
        field is { IsImplicitlyDeclared: true, AssociatedSymbol: null }
        && NameOf(field) is var parameter && parameter != field.Name
        && field.ContainingType.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax type && type.Members.Any(m => Initial(m, parameter)));

    private static bool Initial(MemberDeclarationSyntax member, string parameter)
    {
        return member switch
        {
            FieldDeclarationSyntax fields => fields.Declaration.Variables.Any(v => IsName(v.Initializer)),
            PropertyDeclarationSyntax property => IsName(property.Initializer),
            _ => false,
        };

        bool IsName(EqualsValueClauseSyntax? initial) => initial?.Value is IdentifierNameSyntax name && name.Identifier.ValueText == parameter;
    }
}
