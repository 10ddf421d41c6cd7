using System.Numerics;

namespace Strat9.Samples.Kernel;

/// <summary>
/// A hundred thousand random steps on allocator, table and page tables, every result compared with a plain model, every invariant looked at
/// now and then. Tokens that cannot be stored are held by recursion: a pin or a mapping spans the steps inside it.
/// </summary>
internal sealed class Stress(Frames frames, Mapper mapper)
{
    private const int Steps = 100_000;
    private const int Between = 1_000; // steps from one look at the invariants to the next
    private const int MaxDepth = 8;
    private const int MaxInside = 400;
    private const ulong Place = 0x0000_5000_0000_0000;
    private const ulong PlaceStride = 16UL << 20;

    private static readonly CapId s_first = new(40);
    private static readonly CapId s_second = new(41);

    private readonly StressModel _model = new();
    private ulong _random = 88172645463325252; // xorshift64, Marsaglia 2003
    private int _left = Steps;
    private ulong _answers;
    private ulong _looks;
    private ulong _digest;

    public void Run()
    {
        Snapshot before = Snapshot.Of(frames);
        if (Scenario.TryCreateSpace(mapper, s_first, out AddressSpace first))
        {
            if (Scenario.TryCreateSpace(mapper, s_second, out AddressSpace second))
            {
                while (_left > 0)
                {
                    Step(0, first, second);
                }

                DropAll();
                Look();
                Scenario.Destroy(mapper, second);
            }

            Scenario.Destroy(mapper, first);
        }

        Log.Line("stress").Number((ulong)Steps).Text(" steps, ").Number(_answers).Text(" results as expected, invariants looked at ")
            .Number(_looks).Text(" times, digest ").Hex(_digest).End();
        Scenario.CheckBack(frames, before, "stress");
    }

    private void Step(int depth, in AddressSpace first, in AddressSpace second)
    {
        _left--;
        if (_left % Between == 0)
        {
            Look();
        }

        int index = (int)Random(StressModel.Capacity);
        int cap = (int)Random(StressModel.Caps);
        switch (Random(12))
        {
            case 0 or 1 or 2:
                Make(index, cap);
                break;
            case 3 or 4 or 5:
                AddRef(index, cap);
                break;
            case 6 or 7 or 8:
                RemoveRef(index, cap);
                break;
            case 9 when depth < MaxDepth:
                Pinned(index, depth, first, second);
                break;
            case 10 when depth < MaxDepth:
                Mapped(depth, first, second);
                break;
            case 11 when depth < MaxDepth:
                CopiedOnWrite(depth, first, second);
                break;
        }
    }

    private void Inside(int depth, in AddressSpace first, in AddressSpace second)
    {
        for (ulong steps = Random(MaxInside >> depth); steps > 0 && _left > 0; steps--)
        {
            Step(depth + 1, first, second);
        }
    }

    private void Make(int index, int cap)
    {
        if (_model[index].IsLive)
        {
            return;
        }

        int order = BitOperations.TrailingZeroCount((uint)Random(64) | 64);
        if (frames.TryTake(order, StressModel.Cap(cap), out PhysBlock<Exclusive> block))
        {
            Mark(block.Handle.Base.Frame);
            _model[index] = new() { Handle = frames.Table.Detach(block), Caps = 1u << cap };
        }
        else
        {
            Expect(frames.Allocator.FreeBlocks(order) == 0, "an allocation fails only without memory");
        }
    }

    private void AddRef(int index, int cap)
    {
        ref StressModel.Entry entry = ref _model[index];
        bool has = (entry.Caps >> cap & 1) != 0;
        bool added = frames.Table.AddRef(entry.Handle, StressModel.Cap(cap)).IsRecorded(out BlockState state);
        Expect(added == (entry.IsLive && !has), "a capability is added exactly where it is new");
        if (added)
        {
            entry.Caps |= 1u << cap;
            Expect(state == (entry.Refcount > 1 ? BlockState.Shared : BlockState.Exclusive), "the state follows the count");
        }
    }

    private void RemoveRef(int index, int cap)
    {
        ref StressModel.Entry entry = ref _model[index];
        bool has = (entry.Caps >> cap & 1) != 0;
        Expect(frames.Drop(entry.Handle, StressModel.Cap(cap)) == has, "a capability is removed exactly where it is");
        entry.Caps &= ~(1u << cap);
    }

    private void Pinned(int index, int depth, in AddressSpace first, in AddressSpace second)
    {
        bool live = _model[index].IsLive;
        if (!frames.TryPin(_model[index].Handle, out BlockPin pin))
        {
            Expect(!live, "a live block can be pinned");
            return;
        }

        Expect(live && pin.Refcount == _model[index].Refcount + 1, "a pin counts");
        _model[index].Pins++;
        Inside(depth, first, second);
        _model[index].Pins--;
        frames.Unpin(pin);
    }

    private void Mapped(int depth, in AddressSpace first, in AddressSpace second)
    {
        if (!frames.TryTake((int)Random(3), s_first, out PhysBlock<Exclusive> block))
        {
            return;
        }

        byte value = (byte)Random(256);
        block.Span[0] = value;
        ulong place = Place + (ulong)depth * PlaceStride;
        MapResult result = mapper.Map(block, first, place, Access.ReadWrite);
        if (result.IsRefused(out MapError error, out PhysBlock<Exclusive> refused))
        {
            Expect(error == MapError.OutOfMemory, "a free place can be mapped");
            frames.Give(refused, s_first);
        }
        else if (result.IsMapped(out Mapping mapping))
        {
            CurrentSpace.Enter(first);
            Expect(Processor.ProbeRead(place) == value, "the place shows the block");
            Inside(depth, first, second);
            CurrentSpace.Enter(first);
            Expect(Processor.ProbeRead(place) == value, "and still does");
            frames.Give(mapper.Unmap(mapping), s_first);
        }
    }

    private void CopiedOnWrite(int depth, in AddressSpace first, in AddressSpace second)
    {
        if (!frames.TryTake((int)Random(3), s_first, out PhysBlock<Exclusive> block))
        {
            return;
        }

        ulong place = Place + (ulong)depth * PlaceStride;
        block.Span[0] = 1;
        MapResult result = mapper.Map(block, first, place, Access.ReadWrite);
        if (result.IsRefused(out _, out PhysBlock<Exclusive> refused))
        {
            frames.Give(refused, s_first);
        }
        else if (result.IsMapped(out Mapping mapping))
        {
            CopyOnWriteResult split = mapper.ShareCopyOnWrite(mapping, second, place);
            if (split.IsRefused(out _, out Mapping whole))
            {
                frames.Give(mapper.Unmap(whole), s_first);
            }
            else if (split.IsSplit(out LazyMapping mine, out LazyMapping theirs))
            {
                CurrentSpace.Enter(second);
                bool wrote = Processor.ProbeWrite(place, 2) == 0;
                Inside(depth, first, second);
                CurrentSpace.Enter(first);
                Expect(Processor.ProbeRead(place) == 1, "who did not write sees what was there");
                CurrentSpace.Enter(second);
                Expect(Processor.ProbeRead(place) == (wrote ? 2 : 1), "who wrote sees it");
                mapper.Unmap(mine);
                mapper.Unmap(theirs);
            }
        }
    }

    private void DropAll()
    {
        for (int index = 0; index < StressModel.Capacity; index++)
        {
            for (int cap = 0; cap < StressModel.Caps; cap++)
            {
                RemoveRef(index, cap);
            }
        }
    }

    private void Look()
    {
        _looks++;
        string? broken = Invariants.Broken(frames, _model);
        Check.That(broken is null, broken ?? "every invariant holds");
    }

    private void Expect(bool holds, string what)
    {
        _answers++;
        if (!holds)
        {
            Check.That(false, what);
        }
    }

    private ulong Random(int below)
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        Mark(_random);
        return (_random >> 11) % (ulong)below;
    }

    private void Mark(ulong value) => _digest = (_digest ^ value) * 0x0000_0100_0000_01B3;
}
