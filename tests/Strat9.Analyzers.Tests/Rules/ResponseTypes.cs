namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A response that is written in order, which several tables of states share.</summary>
internal static class ResponseTypes
{
    public const string Source =
        """

        public enum Req { [State(Initial = true, Final = true)] Fresh, [State] Status, [State] Headers, [State(Final = true)] Body }

        [Typestate(typeof(Req))]
        public sealed class Response
        {
            private int _n;
            [Transition(Req.Fresh, Req.Status)] public void Status(int code) => _n = code;
            [Requires(Req.Status, Req.Headers), Ensures(Req.Headers)] public void Header(string k, string v) => _n++;
            [Requires(Req.Headers), Ensures(Req.Body)] public void Body(string text) => _n--;
            [Tests] public Req State => throw new NotSupportedException();
            [Tests(Req.Body)] public bool IsDone() => _n < 0;
            [Tests(Req.Headers)] public bool HasHeaders => _n > 3;
        }

        public static class R
        {
            public static void Own(Response r) => Ownership.Forget(r, "x");
            public static void Swap(ref Response a, ref Response b) => throw new NotSupportedException();
            public static bool TryTake([Consumes(When = true), Requires(Req.Body)] Response r) => throw new NotSupportedException();
            [return: Ensures(Req.Headers)] public static Response Ready() => throw new NotSupportedException();
            [return: Ensures(Req.Headers)] public static Task<Response> ReadyAsync() => throw new NotSupportedException();
            [return: Ensures(Req.Headers)] public static Response? Maybe() => throw new NotSupportedException();
            public static bool Find([Ensures(Req.Headers, When = true)] out Response r) => throw new NotSupportedException();
            public static bool Get([NotNullWhen(true), Ensures(Req.Headers, When = true)] out Response? r) => throw new NotSupportedException();
            public static (Response, int) Two() => throw new NotSupportedException();
            public static Sent Start([Requires(Req.Fresh), Ensures(Req.Status, When = Sent.Ok), Ensures(Req.Headers, When = Sent.Full)] Response r) => throw new NotSupportedException();
        }
        """;
}
