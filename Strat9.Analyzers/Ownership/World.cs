using System.Collections.Immutable;
using Strat9.Analyzers.Dataflow;

namespace Strat9.Analyzers.Ownership;

/// <summary>
/// What is known on one path, or on all paths that agree on the flags and captures (property simulation: paths are kept apart only as
/// long as something remembers why they differ).
/// </summary>
internal sealed class World
{
    private static readonly KeyValuePair<int, Value>[] NoBindings = [];

    private KeyValuePair<int, Value>[] _bindings = NoBindings;

    /// <summary>Facts by place. A part without a fact of its own shares its parent's.</summary>
    public PersistentMap<Fact> Facts;

    /// <summary>The values of the statement being evaluated, by the slots of its plan.</summary>
    public Value?[] Values = [];

    /// <summary>Arguments taken for a call that has not started yet.</summary>
    public ImmutableStack<Pending> Pending = ImmutableStack<Pending>.Empty;

    /// <summary>Pattern variables that take their part when their guard has succeeded.</summary>
    public ImmutableArray<Binding> Deferred = [];

    /// <summary>The places that may hold loans.</summary>
    public ImmutableArray<int> Borrowers = [];

    /// <summary>Temporaries that nobody has taken: they are gone when the statement ends, if this path gets there.</summary>
    public ImmutableArray<Microsoft.CodeAnalysis.IOperation> Dropped = [];

    /// <summary>What is returned, when it is known.</summary>
    public Const Returned;

    /// <summary>The value the block branches on.</summary>
    public Value? Branch;

    public bool IsDead;

    /// <summary>
    /// Whether a test on the way said what cannot be. The known state stays, since a test silences nothing; but a way that nobody takes
    /// leaves nothing in a wrong state at its end.
    /// </summary>
    public bool IsDoubtful;

    /// <summary>Known flags and captures, by place, in the order of their IDs.</summary>
    public IReadOnlyList<KeyValuePair<int, Value>> Bindings => _bindings;

    public World Fork()
    {
        var fork = ForkWithoutValues();
        fork.Values = Values.Length == 0 ? Values : (Value?[])Values.Clone();
        return fork;
    }

    /// <summary>A copy for a path on which the statement is not evaluated any further.</summary>
    public World ForkWithoutValues() => new()
    {
        _bindings = _bindings,
        Facts = Facts,
        Pending = Pending,
        Deferred = Deferred,
        Dropped = Dropped,
        Borrowers = Borrowers,
        IsDoubtful = IsDoubtful,
        Branch = Branch,
        Returned = Returned,
    };

    public Value? BindingOf(Place place)
    {
        foreach (var pair in _bindings)
        {
            if (pair.Key == place.Id)
            {
                return pair.Value;
            }
        }

        return null;
    }

    public void Bind(Place place, Value? value)
    {
        var at = Array.FindIndex(_bindings, p => p.Key >= place.Id);
        var exists = at >= 0 && _bindings[at].Key == place.Id;
        if (value is null)
        {
            if (exists)
            {
                _bindings = [.. _bindings.Where((_, i) => i != at)];
            }

            return;
        }

        var list = new List<KeyValuePair<int, Value>>(_bindings);
        var pair = new KeyValuePair<int, Value>(place.Id, value);
        if (exists)
        {
            list[at] = pair;
        }
        else
        {
            list.Insert(at < 0 ? list.Count : at, pair);
        }

        _bindings = [.. list];
    }

    /// <summary>Forgets some places, given by their IDs in ascending order: they are out of scope.</summary>
    public void Forget(List<int> places)
    {
        Facts = Facts.Without(places);
        if (_bindings.Length > 0 && Array.Exists(_bindings, b => places.BinarySearch(b.Key) >= 0))
        {
            _bindings = Array.FindAll(_bindings, b => places.BinarySearch(b.Key) < 0);
        }

        if (!Deferred.IsEmpty)
        {
            Deferred = Deferred.RemoveAll(d => places.BinarySearch(d.Variable.Id) >= 0);
        }
    }

    /// <summary>Gives a place that is bound another value.</summary>
    public void Rebind(int place, Value value) =>
        _bindings = [.. _bindings.Select(p => p.Key == place ? new KeyValuePair<int, Value>(place, value) : p)];

    public bool SameBindings(World other)
    {
        if (IsDoubtful != other.IsDoubtful || !Returned.Equals(other.Returned) || !Deferred.SequenceEqual(other.Deferred))
        {
            return false;
        }

        if (ReferenceEquals(_bindings, other._bindings))
        {
            return true;
        }

        if (_bindings.Length != other._bindings.Length)
        {
            return false;
        }

        for (var i = 0; i < _bindings.Length; i++)
        {
            if (_bindings[i].Key != other._bindings[i].Key || !_bindings[i].Value.Equals(other._bindings[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>An argument that counts as taken for what is evaluated after it, but is still owned where that throws.</summary>
/// <param name="Call">The slot of the call that will take it.</param>
/// <param name="Place">The place it was taken from.</param>
/// <param name="Before">The facts before.</param>
internal sealed record Pending(int Call, Place Place, PersistentMap<Fact> Before);

/// <summary>A pattern variable and the place whose value it will take.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Part">The place.</param>
/// <param name="Guard">The condition it waits for.</param>
/// <param name="Success">The value with which the condition succeeds.</param>
internal sealed record Binding(Place Variable, Place Part, Microsoft.CodeAnalysis.SyntaxNode Guard, bool Success);

/// <summary>The state of the analysis at a program point: the worlds that are possible there.</summary>
internal sealed class WorldSet
{
    public List<World> Worlds { get; } = [];
}
