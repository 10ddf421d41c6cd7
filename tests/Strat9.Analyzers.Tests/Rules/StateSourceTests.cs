namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Where an object comes from says its state: results, out parameters, tuples, containers.</summary>
public class StateSourceTests
{
    private const string Types = ResponseTypes.Source;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## enum result compared with several, wrong
        void M()
        {
            var r = new Response();
            if (R.Start(r) is Sent.Ok or Sent.Full)
            {
                {|STRAT2002:r.Body("x")|};
            }
        }

        ## a when guard on the result
        void M(int n)
        {
            var r = new Response();
            switch (R.Start(r))
            {
                case Sent.Ok when n > 1: r.Header("a", "b"); r.Body("x"); break;
                case Sent.Ok: r.Header("c", "d"); goto case Sent.Full;
                case Sent.Full: r.Body("x"); break;
                case Sent.Closed: {|STRAT2002:r.Body("y")|}; break;
            }
        }

        ## nullable result, forgotten
        void M()
        {
            var {|STRAT1002:r|} = R.Maybe();
            if (r is null) return;
            r.Header("a", "b");
        }

        ## nullable result by a pattern, wrong
        void M()
        {
            if (R.Maybe() is { } r)
            {
                {|STRAT2002:r.Status(3)|};
                r.Header("a", "b");
                r.Body("x");
            }
        }

        ## out on a result, asked wrongly
        void M()
        {
            if (!R.Find(out var r)) {|STRAT1001:r|}.Body("x");
            else r.Body("y");
        }

        ## a tuple's element is not known
        void M()
        {
            var (r, n) = R.Two();
            {|STRAT2003:r.Status(n)|};
            r.Header("a", "b");
            r.Body("x");
        }

        ## consumed on a result, in the wrong state
        void M()
        {
            var r = R.Ready();
            if (!R.TryTake({|STRAT2006:r|})) R.Own(r);
        }

        ## swapped by ref: not known
        void M()
        {
            var a = new Response();
            var b = R.Ready();
            R.Swap(ref a, ref b);
            {|STRAT2003:b.Body("x")|};
            R.Own(a);
            R.Own(b);
        }

        ## a slot's value is not known
        [MoveOnly]
        sealed class Keeper
        {
            private readonly Slot<Response> _slot = new();
            public void Put(Response r) => _slot.Put(r);
            public void Finish()
            {
                var r = _slot.Take();
                {|STRAT2003:r.Body("x")|};
            }
            public void Right()
            {
                var r = _slot.Take();
                if (r.HasHeaders) r.Body("x");
                _slot.Put(r);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## enum result by switch expression
        void M()
        {
            var r = new Response();
            var n = R.Start(r) switch { Sent.Ok => 1, Sent.Full => 2, _ => 3 };
            switch (r.State)
            {
                case Req.Status: r.Header("a", "b"); r.Body("x"); break;
                case Req.Headers: r.Body("y"); break;
                case Req.Fresh: break;
            }
            Note(n);
        }

        ## enum result compared with several
        void M()
        {
            var r = new Response();
            if (R.Start(r) is Sent.Ok or Sent.Full)
            {
                r.Header("a", "b");
                r.Body("x");
            }
        }

        ## enum result not one of them
        void M()
        {
            var r = new Response();
            if (R.Start(r) is not (Sent.Ok or Sent.Full)) return;
            r.Header("a", "b");
            r.Body("x");
        }

        ## nullable result
        void M()
        {
            var r = R.Maybe();
            if (r is null) return;
            r.Body("x");
        }

        ## nullable result, null-conditional
        void M()
        {
            var r = R.Maybe();
            r?.Body("x");
        }

        ## nullable result by a pattern
        void M()
        {
            if (R.Maybe() is { } r) r.Body("x");
        }

        ## out on a result
        void M()
        {
            if (!R.Find(out var r)) return;
            r.Body("x");
        }

        ## out on a result, not null when
        void M()
        {
            if (R.Get(out var r)) r.Body("x");
        }

        ## consumed on a result
        void M()
        {
            var r = R.Ready();
            r.Body("x");
            if (!R.TryTake(r)) R.Own(r);
        }

        ## a queue's value is not known
        [MoveOnly]
        sealed class Keeper
        {
            private readonly OwnedQueue<Response> _queue = new();
            public void Add() => _queue.Enqueue(R.Ready());
            public void Finish()
            {
                while (_queue.TryDequeue(out var r))
                {
                    switch (r.State)
                    {
                        case Req.Status: r.Header("a", "b"); r.Body("x"); break;
                        case Req.Headers: r.Body("x"); break;
                        case Req.Fresh or Req.Body: break;
                    }
                }
            }
        }

        ## a list is looped over
        void M()
        {
            var list = new OwnedList<Response>();
            list.Add(R.Ready());
            foreach (var r in list)
            {
                if (r.HasHeaders) Note(1);
            }
            while (list.TryTakeLast(out var last)) R.Own(last);
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
