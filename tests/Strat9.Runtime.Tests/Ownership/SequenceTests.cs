using CsCheck;

namespace Strat9.Runtime.Tests.Ownership;

/// <summary>Lists, stacks, queues and arrays against those of the framework.</summary>
public sealed class SequenceTests
{
    private static readonly Gen<(int Verb, int Index)[]> Programs = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 12]).Array[0, 80];

    [Fact]
    public void ListsAgree() =>
        Programs.Sample(program =>
        {
            using ListMachine machine = new();
            foreach ((int verb, int index) in program)
            {
                machine.Step(verb, index);
            }
        });

    [Fact]
    public void StacksAgree() =>
        Programs.Sample(program =>
        {
            using StackMachine machine = new();
            foreach ((int verb, _) in program)
            {
                machine.Step(verb);
            }
        });

    [Fact]
    public void QueuesAgree() =>
        Programs.Sample(program =>
        {
            using QueueMachine machine = new();
            foreach ((int verb, int index) in program)
            {
                machine.Step(verb, index);
            }
        });

    [Fact]
    public void ArraysAgree() =>
        Programs.Sample(program =>
        {
            using ArrayMachine machine = new();
            foreach ((int verb, int index) in program)
            {
                machine.Step(verb, index);
            }
        });

    private sealed class ListMachine : IDisposable
    {
        private readonly OwnedList<Wide> _list = new();
        private readonly List<int> _model = [];
        private int _next;

        public void Step(int verb, int index)
        {
            switch (verb)
            {
                case 0:
                    _list.Add(new Wide(++_next));
                    _model.Add(_next);
                    break;
                case 1:
                    Wide inserted = new(++_next);
                    if (_list.TryInsert(index, inserted))
                    {
                        _model.Insert(index, _next);
                    }
                    else
                    {
                        Assert.True(index > _model.Count);
                        Assert.Equal(_next, inserted.End());
                    }

                    break;
                case 2 when index < _model.Count:
                    Assert.Equal(_model[index], _list.TakeAt(index).End());
                    _model.RemoveAt(index);
                    break;
                case 3 when index < _model.Count:
                    Wide swapped = new(++_next);
                    _list.Swap(index, ref swapped);
                    Assert.Equal(_model[index], swapped.End());
                    _model[index] = _next;
                    break;
                case 4 when index < _model.Count:
                    _list[index].Renumber(++_next);
                    _model[index] = _next;
                    break;
                case 5:
                    int? last = _list.TryTakeLast(out Wide value) ? value.End() : null;
                    Assert.Equal(_model.Count == 0 ? null : _model[^1], last);
                    if (last is not null)
                    {
                        _model.RemoveAt(_model.Count - 1);
                    }

                    break;
            }

            Assert.Equal(_model.Count, _list.Count);
            Assert.Equal(_model.Count == 0, _list.IsEmpty);
            List<int> lent = [];
            foreach (ref Wide each in _list)
            {
                lent.Add(each.Id);
            }

            Assert.Equal(_model, lent);
        }

        public void Dispose()
        {
            List<int> rest = [];
            _list.DrainTo(value => rest.Add(value.End()));
            Assert.Equal(Enumerable.Reverse(_model), rest);
            _list.Dispose();
        }
    }

    private sealed class StackMachine : IDisposable
    {
        private readonly OwnedStack<Wide> _stack = new(1);
        private readonly Stack<int> _model = [];
        private int _next;

        public void Step(int verb)
        {
            switch (verb)
            {
                case 0 or 1 or 2:
                    _stack.Push(new Wide(++_next));
                    _model.Push(_next);
                    break;
                case 3:
                    int? popped = _stack.TryPop(out Wide value) ? value.End() : null;
                    Assert.Equal(_model.TryPop(out int expected) ? expected : null, popped);
                    break;
                case 4 when _model.Count > 0:
                    Assert.Equal(_model.Peek(), _stack.Peek().Id);
                    Assert.Equal(_model.Pop(), _stack.Pop().End());
                    break;
                case 5 when _model.Count > 0:
                    _stack.Peek().Renumber(++_next);
                    _model.Pop();
                    _model.Push(_next);
                    break;
            }

            Assert.Equal(_model.Count, _stack.Count);
            Assert.Equal(_model.Count == 0, _stack.IsEmpty);
            List<int> lent = [];
            foreach (ref Wide each in _stack)
            {
                lent.Add(each.Id);
            }

            Assert.Equal(_model, lent);
        }

        public void Dispose()
        {
            List<int> rest = [];
            _stack.DrainTo(value => rest.Add(value.End()));
            Assert.Equal(_model, rest);
            _stack.Dispose();
        }
    }

    private sealed class QueueMachine : IDisposable
    {
        private readonly OwnedQueue<Wide> _queue = new(3);
        private readonly Queue<int> _model = [];
        private int _next;

        public void Step(int verb, int index)
        {
            switch (verb)
            {
                case 0 or 1:
                    _queue.Enqueue(new Wide(++_next));
                    _model.Enqueue(_next);
                    break;
                case 2 or 3:
                    int? first = _queue.TryDequeue(out Wide value) ? value.End() : null;
                    Assert.Equal(_model.TryDequeue(out int expected) ? expected : null, first);
                    break;
                case 4 when _model.Count > 0:
                    Assert.Equal(_model.Peek(), _queue.Peek().Id);
                    Assert.Equal(_model.Dequeue(), _queue.Dequeue().End());
                    break;
                case 5:
                    _queue.EnsureCapacity(index);
                    Assert.True(_queue.Capacity >= index);
                    break;
            }

            Assert.Equal(_model.Count, _queue.Count);
            Assert.Equal(_model.Count == 0, _queue.IsEmpty);
            List<int> lent = [];
            foreach (ref Wide each in _queue)
            {
                lent.Add(each.Id);
            }

            Assert.Equal(_model, lent);
        }

        public void Dispose()
        {
            List<int> rest = [];
            _queue.DrainTo(value => rest.Add(value.End()));
            Assert.Equal(_model, rest);
            _queue.Dispose();
        }
    }

    private sealed class ArrayMachine : IDisposable
    {
        private const int Length = 10;

        private readonly OwnedArray<Wide> _array = new(Length);
        private readonly int?[] _model = new int?[Length];
        private int _next;

        public void Step(int verb, int index)
        {
            if (index >= Length)
            {
                Assert.Throws<IndexOutOfRangeException>(() => _array.IsEmptyAt(index));
                return;
            }

            switch (verb)
            {
                case 0 or 1:
                    Wide put = new(++_next);
                    if (_array.TryPut(index, put))
                    {
                        Assert.Null(_model[index]);
                        _model[index] = _next;
                    }
                    else
                    {
                        Assert.NotNull(_model[index]);
                        Assert.Equal(_next, put.End());
                    }

                    break;
                case 2:
                    int? taken = _array.TryTake(index, out Wide value) ? value.End() : null;
                    Assert.Equal(_model[index], taken);
                    _model[index] = null;
                    break;
                case 3 when _model[index] is not null:
                    Wide swapped = new(++_next);
                    _array.Swap(index, ref swapped);
                    Assert.Equal(_model[index], swapped.End());
                    _model[index] = _next;
                    break;
                case 4 when _model[index] is not null:
                    Assert.Equal(_model[index], _array[index].Id);
                    _array[index].Renumber(++_next);
                    Assert.Equal(_next, _array.Take(index).End());
                    _model[index] = null;
                    break;
                case 5:
                    int? last = _array.TryTakeLast(out Wide top) ? top.End() : null;
                    int at = Array.FindLastIndex(_model, m => m is not null);
                    Assert.Equal(at < 0 ? null : _model[at], last);
                    if (at >= 0)
                    {
                        _model[at] = null;
                    }

                    break;
            }

            Assert.Equal(_model[index] is null, _array.IsEmptyAt(index));
            Assert.Equal(_model.Count(m => m is not null), _array.Count);
            Assert.Equal(_array.Count == 0, _array.IsEmpty);
            List<int> lent = [];
            foreach (ref Wide each in _array)
            {
                lent.Add(each.Id);
            }

            Assert.Equal(_model.OfType<int>(), lent);
        }

        public void Dispose()
        {
            List<int> rest = [];
            _array.DrainTo(value => rest.Add(value.End()));
            Assert.Equal(_model.OfType<int>().Reverse(), rest);
            _array.Dispose();
        }
    }
}
