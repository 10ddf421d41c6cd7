using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Strat9;

/// <summary>A dictionary that owns its values; its keys are copied freely.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="T">The values: any type.</typeparam>
/// <remarks>
/// <para><c>foreach</c> lends the values with their keys, in no particular order:
/// <c>foreach (var entry in dictionary) Use(entry.Key, ref entry.Value)</c>. As a local a dictionary is move-only, and of a linear
/// <typeparamref name="T"/> linear until it is proved empty.</para>
/// <para>Not thread-safe. Every operation by key is O(1) where keys hash well (adding: amortized) and allocates only to grow.</para>
/// </remarks>
[MoveOnly]
public sealed class OwnedDictionary<TKey, [AllowsMoveOnly] T> : IDisposable, IHolder
    where TKey : notnull
{
    private const int None = -1;
    private const uint FewestBuckets = 4;
    private const uint MostBuckets = 1u << 30;

    // Entries are dense: those below _count are full, and removal moves the last one into the gap. Each is in the chain of its bucket,
    // which starts at the bucket's index into the entries (0: none, else one more than it).
    private readonly IEqualityComparer<TKey>? _comparer; // null: the default one, which devirtualizes
    private int[] _buckets = [];
    private Entry[] _entries = [];
    private int _count;
    private int _version;

    /// <summary>Makes an empty dictionary.</summary>
    /// <param name="comparer">Says which keys are equal; <see langword="null"/>: their own <c>Equals</c>.</param>
    public OwnedDictionary(IEqualityComparer<TKey>? comparer = null)
        : this(0, comparer)
    {
    }

    /// <summary>Makes an empty dictionary with room for some values.</summary>
    /// <param name="capacity">The number of values, at least 0.</param>
    /// <param name="comparer">Says which keys are equal; <see langword="null"/>: their own <c>Equals</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public OwnedDictionary(int capacity, IEqualityComparer<TKey>? comparer = null)
    {
        _comparer = comparer;
        EnsureCapacity(capacity);
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Start<T>(this);
        }
    }

    /// <summary>The number of values.</summary>
    public int Count => _count;

    /// <summary>Whether there is no value in the dictionary.</summary>
    public bool IsEmpty => _count == 0;

    int IHolder.Held => _count;

    /// <summary>The value of a key, lent.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no value of this key.</exception>
    public ref T this[TKey key]
    {
        get
        {
            int index = Find(key, HashOf(key));
            if (index == None)
            {
                ThrowNotFound(key);
            }

            return ref _entries[index].Value.Value;
        }
    }

    /// <summary>Whether there is a value of this key.</summary>
    /// <param name="key">The key.</param>
    public bool ContainsKey(TKey key) => Find(key, HashOf(key)) != None;

    /// <summary>
    /// Makes room for some values, so that adding up to that many cannot fail for want of memory. O(<see cref="Count"/>).
    /// </summary>
    /// <param name="capacity">The number of values, at least 0. A dictionary that has this room already stays as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public void EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        if (capacity > _entries.Length)
        {
            Grow(capacity);
        }
    }

    /// <summary>Adds a value under a key, which must have none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, which is taken.</param>
    /// <exception cref="NotStoredException{T}">The key has a value. That stays; the exception has <paramref name="value"/>.</exception>
    public void Add(TKey key, T value)
    {
        if (!TryAdd(key, value))
        {
            throw new NotStoredException<T>($"There is a value of the key '{key}' already.", value);
        }
    }

    /// <summary>Adds a value under a key that has none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, which is taken when the key had none and else stays with the caller.</param>
    /// <returns>Whether the key had no value.</returns>
    [MustUse]
    public bool TryAdd(TKey key, [Consumes(When = true)] T value)
    {
        uint hash = HashOf(key);
        if (Find(key, hash) != None)
        {
            return false;
        }

        if (_count == _entries.Length)
        {
            Grow(_count + 1);
        }

        ref Entry entry = ref _entries[_count];
        entry.Hash = hash;
        entry.Key = key;
        Link(_count);
        _count++;
        _version++;
        entry.Value.Put(value);
        return true;
    }

    /// <summary>Exchanges the value of a key with the caller's, if the key has one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The caller's value; afterwards the one that was in the dictionary, or the same when there was none.</param>
    /// <returns>Whether the key had a value.</returns>
    [MustUse]
    public bool TrySwap(TKey key, ref T value)
    {
        int index = Find(key, HashOf(key));
        if (index == None)
        {
            return false;
        }

        _entries[index].Value.Swap(ref value);
        return true;
    }

    /// <summary>Takes the value of a key out, if there is one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the key had a value.</returns>
    public bool TryRemove(TKey key, [Gives(When = true)] out T value)
    {
        int index = Find(key, HashOf(key));
        if (index == None)
        {
            value = default!;
            return false;
        }

        value = RemoveAt(index);
        return true;
    }

    /// <summary>Takes some value out, if there is one. O(1).</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the dictionary held a value.</returns>
    public bool TryRemoveAny([MaybeNullWhen(false)] out TKey key, [Gives(When = true)] out T value)
    {
        if (_count == 0)
        {
            key = default;
            value = default!;
            return false;
        }

        key = _entries[_count - 1].Key;
        value = RemoveAt(_count - 1);
        return true;
    }

    /// <summary>Takes every value out, in no particular order, until the dictionary is empty.</summary>
    /// <param name="receiver">Called with each key and its value, which it owns. What it adds is taken out again, too.</param>
    /// <remarks>When the receiver throws, the values it has not been called with are still in the dictionary.</remarks>
    public void DrainTo([Borrows] Action<TKey, T> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        while (TryRemoveAny(out TKey? key, out T value))
        {
            receiver(key, value);
        }
    }

    /// <summary>Lends the values with their keys, in no particular order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// Ends the dictionary, which must hold no linear values by now; values that may be dropped are dropped, not disposed.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// There are linear values in it (only while <see cref="OwnershipDiagnostics.IsEnabled"/>). They stay there.
    /// </exception>
    public void Dispose()
    {
        if (OwnershipDiagnostics.IsEnabled)
        {
            HolderWatch.Check<T>(this);
        }

        _buckets = [];
        _entries = [];
        _count = 0;
        _version++;
    }

    private uint HashOf(TKey key)
    {
        if (!typeof(TKey).IsValueType && key is null) // unoptimized code boxes to compare
        {
            throw new ArgumentNullException(nameof(key));
        }

        return (uint)(_comparer is null ? key.GetHashCode() : _comparer.GetHashCode(key));
    }

    private bool AreEqual(TKey a, TKey b) => _comparer is null ? EqualityComparer<TKey>.Default.Equals(a, b) : _comparer.Equals(a, b);

    private int Find(TKey key, uint hash)
    {
        if (_count == 0)
        {
            return None;
        }

        for (int index = BucketOf(hash) - 1; index != None; index = _entries[index].Next)
        {
            ref Entry entry = ref _entries[index];
            if (entry.Hash == hash && AreEqual(entry.Key, key))
            {
                return index;
            }
        }

        return None;
    }

    // The high bits of the product depend on every bit of the hash (Fibonacci hashing).
    private ref int BucketOf(uint hash) =>
        ref _buckets[(int)((hash * 0x9E37_79B9u) >> (32 - BitOperations.Log2((uint)_buckets.Length)))];

    private void Link(int index)
    {
        ref Entry entry = ref _entries[index];
        ref int bucket = ref BucketOf(entry.Hash);
        entry.Next = bucket - 1;
        bucket = index + 1;
    }

    // Whatever leads to the entry leads to the other one afterwards.
    private void Redirect(int index, int to)
    {
        ref int bucket = ref BucketOf(_entries[index].Hash);
        if (bucket - 1 == index)
        {
            bucket = to + 1;
            return;
        }

        int previous = bucket - 1;
        while (_entries[previous].Next != index)
        {
            previous = _entries[previous].Next;
        }

        _entries[previous].Next = to;
    }

    private T RemoveAt(int index)
    {
        Redirect(index, _entries[index].Next);
        T value = _entries[index].Value.Take();
        int last = _count - 1;
        if (index != last)
        {
            Redirect(last, index);
            _entries[index] = _entries[last];
        }

        _entries[last] = default;
        _count = last;
        _version++;
        return value;
    }

    private void Grow(int needed)
    {
        int capacity = Growth.For(_entries.Length, needed);
        int[] buckets = new int[Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)capacity), FewestBuckets, MostBuckets)];
        Entry[] entries = new Entry[capacity];
        Array.Copy(_entries, entries, _count);
        _buckets = buckets;
        _entries = entries;
        _version++;
        for (int index = 0; index < _count; index++)
        {
            Link(index);
        }
    }

    [DoesNotReturn]
    private static void ThrowNotFound(TKey key) => throw new KeyNotFoundException($"There is no value of the key '{key}'.");

    private struct Entry
    {
        public uint Hash;
        public int Next; // in the bucket's chain; None: this is the last
        public TKey Key;
        public Cell<T> Value;
    }

    /// <summary>A value of a dictionary, lent, and its key.</summary>
    public readonly ref struct Loan
    {
        private readonly ref T _value;

        internal Loan(TKey key, ref T value)
        {
            Key = key;
            _value = ref value;
        }

        /// <summary>The key.</summary>
        public TKey Key { get; }

        /// <summary>The value, lent.</summary>
        public ref T Value => ref _value;
    }

    /// <summary>Lends the values of a dictionary, one after the other.</summary>
    public ref struct Enumerator
    {
        [Borrows]
        private readonly OwnedDictionary<TKey, T> _dictionary;

        private readonly int _version;
        private int _index;

        internal Enumerator([Borrows] OwnedDictionary<TKey, T> dictionary)
        {
            _dictionary = dictionary;
            _version = dictionary._version;
            _index = -1;
        }

        /// <summary>The value, lent, and its key.</summary>
        public readonly Loan Current
        {
            get
            {
                ref Entry entry = ref _dictionary._entries[_index];
                return new Loan(entry.Key, ref entry.Value.Value);
            }
        }

        /// <summary>Goes on to the next value.</summary>
        /// <returns>Whether there is one.</returns>
        /// <exception cref="InvalidOperationException">Values have been added or taken out meanwhile.</exception>
        public bool MoveNext()
        {
            Growth.CheckUnchanged(_version, _dictionary._version);
            return ++_index < _dictionary._count;
        }
    }
}
