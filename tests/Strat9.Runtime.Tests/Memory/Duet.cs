using Strat9.Memory;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>
/// Two threads make calls at once; then an order of the calls is looked for in which the model gives the same answers, and which keeps
/// those apart that were apart in time (Wing and Gong 1993, by backtracking). There must be one.
/// </summary>
public sealed class Duet : IDisposable
{
    private readonly Thread _second;
    private TestMemory _memory = null!;
    private Call[] _calls = [];
    private List<Done> _doneBySecond = [];
    private Exception? _failure;
    private int _round;
    private int _roundStarted;
    private int _roundDone;
    private long _clock;
    private bool _stop;

    public Duet()
    {
        _second = new(Second) { IsBackground = true };
        _second.Start();
    }

    /// <summary>Runs the two parts at once, after what the machines have done so far, and looks for an order.</summary>
    public void Play(Machines machines, Call[] first, Call[] second)
    {
        _memory = machines.Real;
        _calls = second;
        _doneBySecond = [];
        Volatile.Write(ref _roundStarted, _round);
        Volatile.Write(ref _round, _round + 1);
        Meet();
        List<Done> doneByFirst = MakeAll(first);
        SpinWait wait = default;
        while (Volatile.Read(ref _roundDone) != _round)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is { } failure)
        {
            throw new InvalidOperationException("A call failed.", failure);
        }

        Done[][] parts = [[.. doneByFirst], [.. _doneBySecond]];
        if (!HasOrder(machines.Model, parts, 0, 0, machines))
        {
            throw new InvalidOperationException(
                "No order explains this:\n" + string.Join("\n", parts.SelectMany((p, i) => p.Select(d => $"  {i}: {d}"))));
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _stop, true);
        Volatile.Write(ref _round, _round + 1);
        _second.Join();
    }

    private static bool HasOrder(ReferenceMachine model, Done[][] parts, int first, int second, Machines machines)
    {
        if (first == parts[0].Length && second == parts[1].Length)
        {
            return SameFrames(model, machines);
        }

        bool firstMay = first < parts[0].Length && (second == parts[1].Length || parts[0][first].Began < parts[1][second].Ended);
        bool secondMay = second < parts[1].Length && (first == parts[0].Length || parts[1][second].Began < parts[0][first].Ended);
        return (firstMay && Explains(parts[0][first], model, out ReferenceMachine next) && HasOrder(next, parts, first + 1, second, machines)) ||
            (secondMay && Explains(parts[1][second], model, out next) && HasOrder(next, parts, first, second + 1, machines));
    }

    private static bool Explains(Done done, ReferenceMachine model, out ReferenceMachine next)
    {
        next = model.Clone();
        return next.Expect(done.Call, done.Answer) == done.Answer;
    }

    private static bool SameFrames(ReferenceMachine model, Machines machines)
    {
        machines.Real.Allocator.Drain();
        for (ulong frame = 0; frame < Machines.FrameCount; frame++)
        {
            Call look = new(Verb.Frame, new(machines.Real.At(frame), 0));
            if (model.Expect(look, default) != RealMachine.Make(machines.Real, look))
            {
                return false;
            }
        }

        return model.Entries.Where(e => e.Live).All(e =>
            model.Expect(new(Verb.TryGet, e.Block), default) == RealMachine.Make(machines.Real, new(Verb.TryGet, e.Block)));
    }

    private List<Done> MakeAll(Call[] calls)
    {
        List<Done> done = new(calls.Length * 2);
        foreach (Call call in calls)
        {
            Answer answer = Make(call, done);
            if (answer.What == "freed")
            {
                Make(new(Verb.Free, answer.Block), done);
            }
            else if (answer.What == "allocated")
            {
                Make(new(Verb.Return, answer.Block), done);
            }
        }

        return done;
    }

    private Answer Make(Call call, List<Done> done)
    {
        long began = Interlocked.Increment(ref _clock);
        Answer answer = RealMachine.Make(_memory, call);
        done.Add(new(call, answer, began, Interlocked.Increment(ref _clock)));
        return answer;
    }

    private void Second()
    {
        int seen = 0;
        SpinWait wait = default;
        while (true)
        {
            if (Volatile.Read(ref _round) == seen)
            {
                wait.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            seen++;
            if (Volatile.Read(ref _stop))
            {
                return;
            }

            wait = default;
            Volatile.Write(ref _roundStarted, seen);
            try
            {
                _doneBySecond = MakeAll(_calls);
            }
            catch (Exception e)
            {
                _failure = e; // told by the first thread
            }

            Volatile.Write(ref _roundDone, seen);
        }
    }

    private void Meet()
    {
        SpinWait wait = default;
        while (Volatile.Read(ref _roundStarted) != _round)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private readonly record struct Done(Call Call, Answer Answer, long Began, long Ended)
    {
        public override string ToString() => $"[{Began}-{Ended}] {Call}: {Answer}";
    }
}
