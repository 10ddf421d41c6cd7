namespace Strat9.Analyzers.Dataflow;

/// <summary>
/// An immutable map from small dense numbers to objects: copying is free, a change copies one path, and two maps with a common history
/// are compared by looking only at what differs. The whole is a trie of nodes of sixteen.
/// </summary>
internal readonly struct PersistentMap<T>
    where T : class
{
    private const int Bits = 4;
    private const int Width = 1 << Bits;
    private const int Mask = Width - 1;

    private readonly object?[]? _root;
    private readonly int _height; // levels below the root: the map holds keys below 16^(height + 1)

    private PersistentMap(object?[]? root, int height)
    {
        _root = root;
        _height = height;
    }

    public T? this[int key]
    {
        get
        {
            if (_root is null || key >> (Bits * _height) >= Width)
            {
                return null;
            }

            var node = _root;
            for (var level = _height; level > 0; level--)
            {
                if (node[(key >> (Bits * level)) & Mask] is not object?[] child)
                {
                    return null;
                }

                node = child;
            }

            return (T?)node[key & Mask];
        }
    }

    public PersistentMap<T> With(int key, T? value)
    {
        if (ReferenceEquals(this[key], value))
        {
            return this;
        }

        var root = _root ?? new object?[Width];
        var height = _height;
        while (key >> (Bits * height) >= Width)
        {
            var above = new object?[Width];
            above[0] = root;
            root = above;
            height++;
        }

        return new PersistentMap<T>(Set(root, height, key, value), height);
    }

    private static object?[] Set(object?[]? node, int level, int key, T? value)
    {
        var copy = node is null ? new object?[Width] : (object?[])node.Clone();
        var index = (key >> (Bits * level)) & Mask;
        copy[index] = level == 0 ? value : Set((object?[]?)copy[index], level - 1, key, value);
        return copy;
    }

    /// <summary>The map without some keys, given in ascending order: a node is copied once, whatever the number of its keys that go.</summary>
    public PersistentMap<T> Without(List<int> keys)
    {
        var next = 0;
        return _root is null ? this : new PersistentMap<T>(Without(_root, _height, 0, keys, ref next), _height);
    }

    private static object?[] Without(object?[] node, int level, int first, List<int> keys, ref int next)
    {
        var copy = node;
        while (next < keys.Count && (keys[next] - first) >> (Bits * (level + 1)) == 0)
        {
            var index = ((keys[next] - first) >> (Bits * level)) & Mask;
            object? changed = null;
            if (level == 0)
            {
                next++;
            }
            else
            {
                var start = first + (index << (Bits * level));
                if (copy[index] is object?[] child)
                {
                    changed = Without(child, level - 1, start, keys, ref next);
                }
                else
                {
                    for (var end = start + (1 << (Bits * level)); next < keys.Count && keys[next] < end; next++)
                    {
                    }
                }
            }

            if (!ReferenceEquals(copy[index], changed))
            {
                copy = ReferenceEquals(copy, node) ? (object?[])node.Clone() : copy;
                copy[index] = changed;
            }
        }

        return copy;
    }

    public bool SameAs(PersistentMap<T> other) => ReferenceEquals(_root, other._root);

    /// <summary>Visits every key at which the two maps hold different objects.</summary>
    public static void Differences(PersistentMap<T> a, PersistentMap<T> b, Action<int, T?, T?> visit)
    {
        var height = Math.Max(a._height, b._height);
        Compare(Raise(a, height), Raise(b, height), height, 0, visit);
    }

    /// <summary>Visits every entry, in the order of the keys.</summary>
    public void Entries(Action<int, T> visit) => Differences(default, this, (key, _, value) => visit(key, value!));

    private static object?[]? Raise(PersistentMap<T> map, int height)
    {
        var root = map._root;
        for (var h = map._height; h < height && root is not null; h++)
        {
            var above = new object?[Width];
            above[0] = root;
            root = above;
        }

        return root;
    }

    private static void Compare(object?[]? a, object?[]? b, int level, int prefix, Action<int, T?, T?> visit)
    {
        if (ReferenceEquals(a, b))
        {
            return;
        }

        for (var i = 0; i < Width; i++)
        {
            var (x, y) = (a?[i], b?[i]);
            if (ReferenceEquals(x, y))
            {
                continue;
            }

            if (level == 0)
            {
                visit((prefix << Bits) | i, (T?)x, (T?)y);
            }
            else
            {
                Compare((object?[]?)x, (object?[]?)y, level - 1, (prefix << Bits) | i, visit);
            }
        }
    }
}
