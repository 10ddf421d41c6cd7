namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Tasks of objects in a state are in the state of what they hold.</summary>
public class TaskStateTests
{
    private const string Types = ResponseTypes.Source;

    public static TheoryData<string, string> Wrong => Case.Members(
        """
        ## a task's result in a state, wrong
        async Task M()
        {
            var r = await R.ReadyAsync();
            {|STRAT2002:r.Status(1)|};
            r.Header("a", "b");
            r.Body("x");
        }

        ## an async method's own result, wrong
        [return: Ensures(Req.Headers)]
        async Task<Response> M()
        {
            var r = new Response();
            await Task.Yield();
            r.Status(1);
            {|STRAT2004:return r;|}
        }

        ## awaited and dropped
        async Task M()
        {
            {|~STRAT1004:await R.ReadyAsync()|};
        }

        ## a value task from a result, wrong
        [return: Ensures(Req.Headers)]
        Task<Response> M() => {|STRAT2004:Task.FromResult(new Response())|};

        ## a task forgotten
        void M()
        {
            {|~STRAT1004:R.ReadyAsync()|};
        }

        ## a task in a local forgotten
        void M()
        {
            var {|STRAT1002:t|} = R.ReadyAsync();
            Prepare();
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types + InPlaceTypes.Source);

    public static TheoryData<string, string> Right => Case.Members(
        """
        ## an async method's own result
        [return: Ensures(Req.Headers)]
        async Task<Response> M()
        {
            var r = new Response();
            await Task.Yield();
            r.Status(1);
            r.Header("a", "b");
            return r;
        }

        ## a task held
        async Task M()
        {
            var pending = R.ReadyAsync();
            Prepare();
            var r = await pending.ConfigureAwait(false);
            r.Body("x");
        }

        ## a task's member at once
        async Task M() => (await R.ReadyAsync()).Body("x");

        ## a task from a task
        [return: Ensures(Req.Headers)]
        Task<Response> M() => R.ReadyAsync();

        ## a value task of a result
        [return: Ensures(Req.Headers)]
        ValueTask<Response> M() => new ValueTask<Response>(R.ReadyAsync());

        ## a value task of a value
        async Task M()
        {
            var r = await new ValueTask<Response>(R.Ready());
            r.Body("x");
        }

        ## a result at once
        void M()
        {
            var r = R.ReadyAsync().Result;
            r.Body("x");
            var q = R.ReadyAsync().GetAwaiter().GetResult();
            q.Body("x");
        }

        ## as a task
        async Task M(ValueTask<Response> t)
        {
            var r = await t.AsTask();
            if (r.HasHeaders) r.Body("x");
            else R.Own(r);
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types + InPlaceTypes.Source);
}
