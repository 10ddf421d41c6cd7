using System;

namespace Strat9.Samples.Kernel;

/// <summary>
/// Two programs in ring 3, by turns of the timer: one shares a page by a system call, the other attaches it and answers, then reads the
/// kernel's memory and is stopped for it.
/// </summary>
internal sealed class UserPrograms(Frames frames, Mapper mapper, SharedRegions regions)
{
    private const ulong CodeAt = 0x0040_0000;
    private const ulong StackAt = 0x7000_0000;
    private const int MaxTurns = 1000;
    private const ulong Failure = ulong.MaxValue;

    private readonly TrapFrame[] _frames = new TrapFrame[2];
    private readonly Fate[] _fates = new Fate[2];
    private ulong _mail = Failure;
    private int _ticks;

    private enum Ending
    {
        None,
        Exited,
        Stopped,
    }

    private struct Fate
    {
        public Ending Ending;
        public ulong Code; // of its exit; the vector that stopped it
        public ulong Address; // of a page fault
    }

    public void Run()
    {
        Snapshot before = Snapshot.Of(frames);
        if (TryLoad(0, Image.UserFirst, out UserTask first))
        {
            if (TryLoad(1, Image.UserSecond, out UserTask second))
            {
                Timer.Start();
                for (int turn = 0; turn < MaxTurns && (_fates[0].Ending == Ending.None || _fates[1].Ending == Ending.None); turn++)
                {
                    Turn(ref first);
                    Turn(ref second);
                }

                Timer.Stop();
                second.Unload(frames, mapper, regions);
            }

            first.Unload(frames, mapper, regions);
        }

        Tell();
        Scenario.CheckBack(frames, before, "ring 3");
    }

    private void Tell()
    {
        Fate first = _fates[0];
        Fate second = _fates[1];
        Check.That(first.Ending == Ending.Exited && first.Code == 1234, "the first got its answer through the shared page");
        Check.That(second.Ending == Ending.Stopped && second.Code == Traps.PageFault && second.Address == Image.TextStart,
            "the second was stopped at the kernel's memory");
        Check.That(_ticks > 0, "the timer took turns");
        Log.Line("ring 3").Text("task 1 shared a page, was answered through it, and left with ").Number(first.Code).End();
        Log.Line("ring 3").Text("task 2 attached it, then read ").Hex(second.Address).Text(" and was stopped").End();
    }

    /// <summary>A space with the programs' page, to be executed, and a stack, to be written.</summary>
    private bool TryLoad(int number, ulong start, [Gives(When = true)] out UserTask task)
    {
        task = default;
        CapId cap = new(50 + (ulong)number);
        if (!Scenario.TryCreateSpace(mapper, cap, out AddressSpace space))
        {
            return false;
        }

        if (!TryMapNew(space, CodeAt, Access.ReadExecute, out Mapping code))
        {
            Scenario.Destroy(mapper, space);
            return false;
        }

        if (!TryMapNew(space, StackAt, Access.ReadWrite, out Mapping stack))
        {
            frames.Give(mapper.Unmap(code), cap);
            Scenario.Destroy(mapper, space);
            return false;
        }

        _frames[number] = UserFrames.New(CodeAt + (start - Image.UserCode), stack.Place.End);
        _fates[number] = default;
        task = new(number, space, code, stack);
        return true;
    }

    private bool TryMapNew(in AddressSpace space, ulong address, Access access, [Gives(When = true)] out Mapping mapping)
    {
        mapping = default;
        if (!Scenario.TryTake(frames, 0, space.Cap, out PhysBlock<Exclusive> page))
        {
            return false;
        }

        page.Span.Clear();
        if (access == Access.ReadExecute)
        {
            Image.UserPrograms.CopyTo(page.Span);
        }

        MapResult result = mapper.Map(page, space, address, access);
        if (result.IsRefused(out _, out PhysBlock<Exclusive> refused))
        {
            frames.Give(refused, space.Cap);
            return false;
        }

        return result.IsMapped(out mapping);
    }

    /// <summary>Runs a task until the timer, or its end.</summary>
    private void Turn(ref UserTask task)
    {
        ref Fate fate = ref _fates[task.Number];
        ref TrapFrame frame = ref _frames[task.Number];
        task.Enter();
        while (fate.Ending == Ending.None)
        {
            int vector = UserFrames.Enter(ref frame);
            if (vector == Traps.Timer)
            {
                _ticks++;
                Timer.Acknowledge();
                return;
            }

            if (vector == Traps.SystemCall)
            {
                frame.Rax = Serve(ref task, ref fate, frame.Rax, frame.Rdi, frame.Rsi);
            }
            else if (vector < Traps.Timer)
            {
                ulong address = Processor.ReadCr2();
                if (vector != Traps.PageFault || !mapper.TryAnswerWrite(address))
                {
                    fate = new() { Ending = Ending.Stopped, Code = (ulong)vector, Address = address };
                }
            }
        }
    }

    private ulong Serve(ref UserTask task, ref Fate fate, ulong call, ulong first, ulong second)
    {
        switch (call)
        {
            case 1:
                fate = new() { Ending = Ending.Exited, Code = first };
                return 0;
            case 2:
                return task.Share(frames, regions, first);
            case 3:
                return first == _mail ? task.Attach(regions, RegionId.Of(first), second) : Failure; // a name is no right: it was sent
            case 4:
                _mail = task.Holds(RegionId.Of(first)) ? first : _mail;
                return _mail == first ? 0 : Failure;
            case 5:
                return _mail;
            default:
                return Failure;
        }
    }
}
