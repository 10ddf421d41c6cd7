using Microsoft.CodeAnalysis.FlowAnalysis;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;

namespace Strat9.Analyzers.Ownership;

// The worlds of a path: how one forks, when two become one, and which flags are given up so that their number stays small.
internal sealed partial class OwnershipAnalysis
{
    private bool HasDeadFlag(World world, BasicBlock block)
    {
        foreach (var pair in world.Bindings)
        {
            if (IsDeadFlag(pair, block))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsDeadFlag(KeyValuePair<int, Value> binding, BasicBlock block) =>
        binding.Value is { Kind: ValueKind.Plain, Loans.IsEmpty: true } && _places[binding.Key] is { Kind: PlaceKind.Local, Symbol: { } local }
        && !Live.IsLive(local, block.Ordinal);

    private LiveVariables Live => _live ??= new LiveVariables(_body.Graph);

    /// <summary>A copy of the world that goes its own way from here, within the statement.</summary>
    private World Fork(World world)
    {
        var fork = world.Fork();
        _spawned.Add(fork);
        return fork;
    }

    private void Merge(WorldSet state)
    {
        if (state.Worlds.Count < 2)
        {
            return;
        }

        var kept = new List<World>(state.Worlds.Count);
        foreach (var world in state.Worlds)
        {
            if (!TryAbsorb(kept, world, _visited, out _))
            {
                kept.Add(world);
            }
        }

        if (kept.Count > MaxWorlds)
        {
            ForgetFlags(kept);
        }

        state.Worlds.Clear();
        state.Worlds.AddRange(kept);
    }

    private bool Absorb(List<World> worlds, World world, int block)
    {
        if (TryAbsorb(worlds, world, block, out var changed))
        {
            return changed;
        }

        var copy = world.Fork();
        foreach (var flag in _abandoned)
        {
            copy.Bind(_places[flag], null);
        }

        worlds.Add(copy);
        return true;
    }

    private bool TryAbsorb(List<World> worlds, World world, int block, out bool changed)
    {
        foreach (var candidate in worlds)
        {
            if (SameKey(candidate, world, block))
            {
                changed = JoinFacts(candidate, world);
                return true;
            }
        }

        changed = false;
        return false;
    }

    private bool SameKey(World a, World b, int block)
    {
        if (!a.SameBindings(b) || !Equals(a.Branch, b.Branch))
        {
            return false;
        }

        foreach (var place in _nullTracked)
        {
            if (IsEmpty(a, place) != IsEmpty(b, place) && Live.IsLive(place.Symbol, block))
            {
                return false;
            }
        }

        return true;

        static bool IsEmpty(World world, Place place) => world.Facts[place.Id] is { Status: Status.Empty };
    }

    private bool JoinFacts(World into, World from)
    {
        var (a, b) = (into.Facts, from.Facts);
        if (a.SameAs(b))
        {
            return false;
        }

        var joined = a;
        var changed = false;
        PersistentMap<Fact>.Differences(a, b, (id, x, y) =>
        {
            // A part without a fact of its own shares its parent's.
            var place = _places[id];
            x ??= place.Parent is null ? null : Effective(a, place);
            y ??= place.Parent is null ? null : Effective(b, place);
            var fact = x is null ? y! : y is null ? x : Fact.Join(x, y);
            if (!fact.States.IsEmpty && (IsInAnyCase(x) || IsInAnyCase(y)) && !_body.Services.Unions.Of(place.Type).IsEmpty)
            {
                fact = fact with { States = default };
            }

            if (!fact.Equals(a[id]))
            {
                joined = joined.With(id, fact);
                changed = true;
            }
        });
        into.Facts = joined;
        into.Borrowers = into.Borrowers.AddRange(from.Borrowers.Except(into.Borrowers));
        return changed;
    }

    // Of a union no cases stand for all of them.
    private static bool IsInAnyCase(Fact? fact) =>
        fact is { States.IsEmpty: true } && fact.May(Status.Owned | Status.Borrowed | Status.Empty);

    // Too many paths: the flags that keep them apart are no longer followed, in the whole body. Captures stay: they are places.
    private void ForgetFlags(List<World> worlds)
    {
        foreach (var world in worlds)
        {
            foreach (var pair in world.Bindings)
            {
                if (pair.Value.Kind == ValueKind.Plain)
                {
                    _abandoned.Add(pair.Key);
                }
            }
        }

        _nullTracked.Clear();
        var rest = worlds.ToList();
        worlds.Clear();
        foreach (var world in rest)
        {
            foreach (var flag in _abandoned)
            {
                world.Bind(_places[flag], null);
            }

            if (!TryAbsorb(worlds, world, _visited, out _))
            {
                worlds.Add(world);
            }
        }
    }

    // Within a statement the paths differ by values that are not stored yet: what a test found is forgotten, what was moved is not.
    private void ForgetConstants(List<World> worlds)
    {
        foreach (var world in worlds)
        {
            for (var i = 0; i < world.Values.Length; i++)
            {
                if (world.Values[i] is { Kind: ValueKind.Plain })
                {
                    world.Values[i] = Value.Plain;
                }
            }
        }

        var rest = worlds.ToList();
        worlds.Clear();
        foreach (var world in rest)
        {
            var same = worlds.Find(w => SameKey(w, world, _visited) && SameValues(w, world));
            if (same is null)
            {
                worlds.Add(world);
            }
            else
            {
                JoinFacts(same, world);
                same.Dropped = same.Dropped.AddRange(world.Dropped.Except(same.Dropped));
            }
        }

        if (worlds.Count > MaxWorlds)
        {
            ForgetFlags(worlds);
        }

        static bool SameValues(World a, World b)
        {
            for (var i = 0; i < a.Values.Length; i++)
            {
                if (!Equals(a.Values[i], b.Values[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private bool IsFollowedFlag(Place place) => !_abandoned.Contains(place.Id);
}
