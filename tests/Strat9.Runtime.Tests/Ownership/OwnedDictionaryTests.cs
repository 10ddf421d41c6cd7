using CsCheck;

namespace Strat9.Runtime.Tests.Ownership;

public sealed class OwnedDictionaryTests
{
    private static readonly Gen<(int Verb, int Key)[]> Programs = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 20]).Array[0, 120];

    private readonly OwnedDictionary<string, Token> _byName = new(StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void AgreesWithADictionary() => Programs.Sample(program => Run(program, null));

    [Fact]
    public void AgreesWithADictionaryWhenKeysCollide() => Programs.Sample(program => Run(program, new Colliding()));

    [Fact]
    public void TheComparerSaysWhichKeysAreEqual()
    {
        _byName.Add("a", new Token(1));
        NotStoredException<Token> e = Assert.Throws<NotStoredException<Token>>(() => _byName.Add("A", new Token(2)));
        Assert.Equal(2, e.TryTake(out Token refused) ? refused.End() : -1);
        Assert.True(_byName.ContainsKey("A"));
        Assert.Equal(1, _byName["A"].Id);
        Assert.Throws<KeyNotFoundException>(() => _byName["b"].Id);
        Assert.Equal(1, _byName.TryRemove("A", out Token value) ? value.End() : -1);
    }

    private static void Run((int Verb, int Key)[] program, IEqualityComparer<int>? comparer)
    {
        using Machine machine = new(comparer);
        foreach ((int verb, int key) in program)
        {
            machine.Step(verb, key);
        }
    }

    private sealed class Colliding : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int key) => key % 3;
    }

    private sealed class Machine(IEqualityComparer<int>? comparer) : IDisposable
    {
        private readonly OwnedDictionary<int, Wide> _dictionary = new(comparer);
        private readonly Dictionary<int, int> _model = [];
        private int _next;

        public void Step(int verb, int key)
        {
            switch (verb)
            {
                case 0 or 1 or 2:
                    Wide added = new(++_next);
                    if (_dictionary.TryAdd(key, added))
                    {
                        Assert.True(_model.TryAdd(key, _next));
                    }
                    else
                    {
                        Assert.True(_model.ContainsKey(key));
                        Assert.Equal(_next, added.End());
                    }

                    break;
                case 3:
                    int? removed = _dictionary.TryRemove(key, out Wide value) ? value.End() : null;
                    Assert.Equal(_model.Remove(key, out int expected) ? expected : null, removed);
                    break;
                case 4:
                    Wide swapped = new(++_next);
                    Assert.Equal(_model.ContainsKey(key), _dictionary.TrySwap(key, ref swapped));
                    Assert.Equal(_model.TryGetValue(key, out int old) ? old : _next, swapped.End());
                    if (_model.ContainsKey(key))
                    {
                        _model[key] = _next;
                    }

                    break;
                case 5 when _model.ContainsKey(key):
                    Assert.Equal(_model[key], _dictionary[key].Id);
                    _dictionary[key].Renumber(++_next);
                    _model[key] = _next;
                    break;
                case 6:
                    if (_dictionary.TryRemoveAny(out int any, out Wide anyValue))
                    {
                        int id = anyValue.End();
                        Assert.True(_model.Remove(any, out int anyId));
                        Assert.Equal(anyId, id);
                    }
                    else
                    {
                        Assert.Empty(_model);
                    }

                    break;
            }

            Assert.Equal(_model.Count, _dictionary.Count);
            Assert.Equal(_model.Count == 0, _dictionary.IsEmpty);
            Assert.Equal(_model.ContainsKey(key), _dictionary.ContainsKey(key));
            Dictionary<int, int> lent = [];
            foreach (OwnedDictionary<int, Wide>.Loan each in _dictionary)
            {
                lent.Add(each.Key, each.Value.Id);
            }

            Assert.Equivalent(_model, lent, strict: true);
        }

        public void Dispose()
        {
            _dictionary.DrainTo((key, value) =>
            {
                Assert.True(_model.Remove(key, out int id));
                Assert.Equal(id, value.End());
            });
            Assert.Empty(_model);
            _dictionary.Dispose();
        }
    }
}
