using Strat9.Soundness.Language;
using Strat9.Soundness.Oracle;

namespace Strat9.Soundness.Execution;

/// <summary>A place of a traced program, with what it holds.</summary>
public sealed class Slot : IDisposable
{
    private readonly string _name;
    private readonly Ty _type;
    private readonly bool _isUsing;
    private readonly Slot[] _parts;
    private Val? _value;

    internal Slot(string name, Ty type, bool isUsing = false)
    {
        (_name, _type, _isUsing) = (name, type, isUsing);
        _parts = [.. type.Parts.Select(p => new Slot($"{name}.{p.Name}", p.Type))];
    }

    internal byte Holds { get; private set; }

    public Slot Part(int index) => _parts[index];

    internal void Lend()
    {
        Holds = State.Borrowed;
        foreach (var part in _parts)
        {
            part.Lend();
        }
    }

    public void Fill(Val? value)
    {
        value?.Place();
        _value = value;
        Holds = value is null ? State.Null : value.IsSpent ? State.Spent : State.Owned;
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i].Fill(value?.Parts[i]);
        }
    }

    /// <summary>An <c>out</c> parameter that has not been given anything.</summary>
    public void LeaveDefault() => SetAll(State.NotGiven);

    internal void Restore(Val value) => Fill(value);

    private void Spend()
    {
        Discard();
        Holds = State.Spent;
        foreach (var part in _parts)
        {
            part.Holds = State.Spent;
        }
    }

    /// <summary>What is here owes nothing any more.</summary>
    internal void Discard()
    {
        if (Holds == State.Owned)
        {
            _value?.Kill();
        }

        foreach (var part in _parts)
        {
            part.Discard();
        }
    }

    private bool Check()
    {
        if (Holds is State.Moved or State.NotGiven)
        {
            Run.Note(Fault.UseAfterMove);
            Holds = State.Spent;
            return false;
        }

        foreach (var part in _parts)
        {
            if (part.Holds == State.Moved && Holds != State.Spent)
            {
                Run.Note(Fault.UseAfterMove);
                part.Holds = State.Spent;
                return false;
            }
        }

        return Holds is not (State.Spent or State.Dead);
    }

    public void Use() => Check();

    internal void UseReceiver()
    {
        ThrowIfNull();
        Check();
    }

    private void ThrowIfNull()
    {
        if (Holds == State.Null)
        {
            Run.Unwind();
            throw Run.Exception("OtherException", isImplicit: true);
        }
    }

    public Val? Move(int call)
    {
        if (!Check())
        {
            Spend();
            return Val.Spent(_type);
        }

        if (Holds == State.Borrowed || _isUsing)
        {
            Run.Note(Fault.ThroughBorrow);
            return Val.Spent(_type);
        }

        if (Holds == State.Null)
        {
            return null;
        }

        var value = _value!;
        value.Parts = [.. _parts.Select(p => p._value!)];
        value.Place(false);
        Leave();
        Run.Pend(call, this, value);
        return value;
    }

    private void Leave()
    {
        Holds = Holds == State.Owned ? State.Moved : Holds;
        foreach (var part in _parts)
        {
            part.Leave();
        }
    }

    private void Consume() => Move(0)?.Kill();

    private bool Owes()
    {
        if (_type.OwesAsWhole && Holds == State.Owned)
        {
            return true;
        }

        return _parts.Any(p => p._type.IsLinear && p.Holds == State.Owned);
    }

    private void SetAll(byte holds)
    {
        Holds = holds;
        foreach (var part in _parts)
        {
            part.SetAll(holds);
        }
    }

    public void End()
    {
        ThrowIfNull();
        Consume();
        Run.MayThrow("End");
    }

    public void EndIfAny()
    {
        if (!IsNull())
        {
            Consume();
            Run.MayThrow("End");
        }
    }

    public void TakeLent()
    {
        Check();
        Run.MayThrow("Lent");
        Run.Note(Fault.ThroughBorrow);
        Run.MayThrow("Take");
    }

    public void Look(string label)
    {
        Check();
        Run.MayThrow(label);
    }

    public void LookLent()
    {
        Check();
        Run.MayThrow("Lent");
        Run.MayThrow("Look");
    }

    public Task LookAsync()
    {
        Check();
        Run.MayThrow("LookAsync");
        return Run.LookLater();
    }

    public void Peek()
    {
        UseReceiver();
        Run.MayThrow("Peek");
    }

    public Flag PeekFlag(string name)
    {
        Peek();
        return Flag.Unknown(name);
    }

    public void PeekIfAny()
    {
        if (!IsNull())
        {
            Check();
            Run.MayThrow("Peek");
        }
    }

    public bool PeekIs()
    {
        Peek();
        return Run.Choose("Peek", 2) == 1;
    }

    public void Tag()
    {
        if (Holds is State.Moved or State.NotGiven)
        {
            Run.Note(Fault.UseAfterMove);
            Holds = State.Spent;
        }
    }

    public void Edit()
    {
        Check();
        Run.MayThrow("Edit");
        if (Holds != State.Borrowed)
        {
            Renew();
        }
    }

    // The callee leaves a value, the same or another.
    private void Renew()
    {
        Discard();
        Fill(Run.Make(_type));
    }

    public void FillOut()
    {
        BeforeOut();
        Run.MayThrow("Fill");
        Fill(Run.Make(_type));
    }

    private void BeforeOut()
    {
        if (Owes())
        {
            Run.Note(Fault.Overwritten);
            SetAll(State.Spent);
        }
    }

    public bool TryMake()
    {
        BeforeOut();
        Run.MayThrow("TryMake");
        if (Run.Choose("make", 2) == 1)
        {
            Fill(Run.Make(_type));
            return true;
        }

        SetAll(State.NotGiven);
        return false;
    }

    public bool TryOk(string name, out Slot content)
    {
        content = new Slot(name, Ty.Buf);
        Check();
        Run.MayThrow("TryOk");
        if (Run.Choose("ok", 2) == 1)
        {
            Consume();
            content.Fill(Run.Make(Ty.Buf));
            return true;
        }

        content.SetAll(State.NotGiven);
        return false;
    }

    /// <summary>A call that takes the value on one result; returns whether it did.</summary>
    public bool Try(string name)
    {
        if (name == "End")
        {
            UseReceiver();
        }
        else
        {
            Check();
        }

        Run.MayThrow("Try" + name);
        if (Run.Choose("take:" + name, 2) == 0)
        {
            return false;
        }

        Consume();
        return true;
    }

    public Sent Deliver() => Try("Deliver") ? Sent.Ok : Sent.Full;

    // Nothing is known of a place whose value has left.
    public bool IsNull() => Holds switch
    {
        State.Moved or State.Spent or State.Dead => Run.Choose("null:" + _name, 2) == 1,
        State.Null or State.NotGiven => true,
        _ => false,
    };

    public bool Bind(string name, out Slot taken)
    {
        taken = new Slot(name, _type);
        if (IsNull())
        {
            return false;
        }

        taken.Fill(Move(0));
        return true;
    }

    /// <summary>The end of a <c>using</c>.</summary>
    public void Dispose()
    {
        if (Holds != State.Null)
        {
            Check();
            _value?.Kill();
            Run.MayThrow("Dispose");
        }
    }

    /// <summary>Whether a value has left, in whole or in part.</summary>
    internal bool IsBroken() => Holds == State.Moved || _parts.Any(p => p.IsBroken());
}
