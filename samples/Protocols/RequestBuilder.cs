namespace Strat9.Samples.Protocols;

/// <summary>A builder whose required steps are states: without them there is no <c>Build</c>.</summary>
[Typestate]
public readonly partial struct RequestBuilder<TState>
{
    private readonly string _address;
    private readonly string _method;
}

[State(Initial = true, Final = true)] public readonly partial struct Empty;
[State(Final = true)] public readonly partial struct Addressed;
[State(Final = true)] public readonly partial struct Complete;

public static partial class RequestBuilder
{
    [Transition] public static RequestBuilder<Empty> Start() => new("", "");
    [Transition] public static partial RequestBuilder<Addressed> To(this RequestBuilder<Empty> builder, string address);
    [Transition] public static partial RequestBuilder<Complete> With(this RequestBuilder<Addressed> builder, string method);

    [Transition]
    public static string Build(this RequestBuilder<Complete> builder) => $"{builder.Payload()} HTTP/1.1";
}

public readonly partial struct RequestBuilder<TState>
{
    internal string Payload() => $"{_method} {_address}";
}

public static class Requests
{
    public static string Get(string address) => RequestBuilder.Start().To(address).With("GET").Build();
}
