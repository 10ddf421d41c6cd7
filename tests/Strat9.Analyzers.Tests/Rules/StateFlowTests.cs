namespace Strat9.Analyzers.Tests.Rules;

/// <summary>States through try, goto, lock, loops and flags.</summary>
public class StateFlowTests
{
    private const string Types = ResponseTypes.Source;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## header before the status
        void M()
        {
            var r = new Response();
            {|STRAT2002:r.Header("a", "b")|};
            r.Body("x");
        }

        ## body without a header
        void M()
        {
            var r = new Response();
            r.Status(200);
            {|STRAT2002:r.Body("x")|};
        }

        ## headers that may be none
        void M(string[] names)
        {
            var r = new Response();
            r.Status(200);
            foreach (var name in names) r.Header(name, "c");
            {|STRAT2002:r.Body("x")|};
        }

        ## nested ifs on two objects
        void M([Requires(Req.Status)] Response a, [Requires(Req.Status)] Response b, bool c)
        {
            if (c)
            {
                if (a.State == Req.Status && b.State == Req.Status) Note(1);
            }
            else
            {
                if (a.HasHeaders) {|STRAT2002:a.Body("x")|};
            }
        }

        ## try catch that finishes twice
        void M()
        {
            var r = R.Ready();
            try { Prepare(); r.Body("x"); }
            catch (InvalidOperationException) { {|STRAT2002:r.Body("y")|}; }
        }

        ## a goto past the step
        void M(int n)
        {
            var r = new Response();
            r.Status(n);
            if (n > 3) goto end;
            r.Header("a", "b");
        end:
            {|STRAT2002:r.Body("x")|};
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## several headers
        void M(string[] names)
        {
            var r = new Response();
            r.Status(200);
            r.Header("a", "b");
            foreach (var name in names) r.Header(name, "c");
            r.Body("x");
        }

        ## headers that may be none, asked
        void M(string[] names)
        {
            var r = new Response();
            r.Status(200);
            foreach (var name in names) r.Header(name, "c");
            if (!r.HasHeaders) r.Header("a", "b");
            r.Body("x");
        }

        ## try finally with a return inside
        int M()
        {
            var r = R.Ready();
            try { return 1; }
            finally { r.Body("x"); }
        }

        ## try catch that finishes
        void M()
        {
            var r = R.Ready();
            try { Prepare(); r.Body("x"); }
            catch (InvalidOperationException) { if (!r.IsDone()) r.Body("y"); }
        }

        ## catch with a filter
        void M()
        {
            var r = R.Ready();
            try { Prepare(); r.Body("x"); }
            catch (InvalidOperationException) when (!r.IsDone()) { r.Body("y"); }
        }

        ## nested try
        void M()
        {
            var r = new Response();
            try
            {
                r.Status(200);
                try { r.Header("a", "b"); }
                finally { if (r.State == Req.Status) r.Header("c", "d"); }
                r.Body("x");
            }
            catch
            {
                if (r.State == Req.Status) r.Header("c", "d");
                if (r.State == Req.Headers) r.Body("y");
            }
        }

        ## a goto
        void M(int n)
        {
            var r = new Response();
            r.Status(n);
        again:
            r.Header("a", "b");
            if (n-- > 0) goto again;
            r.Body("x");
        }

        ## a lock
        void M(object gate)
        {
            var r = R.Ready();
            lock (gate) { r.Body("x"); }
        }

        ## checked through a local flag
        void M(int n)
        {
            var r = new Response();
            r.Status(n);
            var any = false;
            for (var i = 0; i < n; i++) { r.Header("a", "b"); any = true; }
            if (!any) r.Header("c", "d");
            r.Body("x");
        }

        ## an enum flag
        void M(int n)
        {
            var r = new Response();
            r.Status(n);
            var did = Sent.Full;
            if (n > 3) { r.Header("a", "b"); did = Sent.Ok; }
            if (did == Sent.Full) r.Header("c", "d");
            r.Body("x");
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
