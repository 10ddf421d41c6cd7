using System.Text;

namespace Strat9.Samples.Protocols;

public enum ResponsePart
{
    [State(Initial = true)] Head,
    [State] Body,
    [State(Final = true)] Sent,
}

/// <summary>An HTTP response: headers before the body, and both before it is sent.</summary>
[Typestate(typeof(ResponsePart))]
public sealed class HttpResponse
{
    private readonly StringBuilder _text = new();

    [Requires(ResponsePart.Head)]
    [return: Borrows]
    public HttpResponse Header(string name, string value)
    {
        _text.Append($"{name}: {value}; ");
        return this;
    }

    [Transition(ResponsePart.Head, ResponsePart.Body)]
    [return: Borrows]
    public HttpResponse StartBody()
    {
        _text.Append("| ");
        return this;
    }

    [Requires(ResponsePart.Body)]
    [return: Borrows]
    public HttpResponse Write(string chunk)
    {
        _text.Append(chunk);
        return this;
    }

    [Requires(ResponsePart.Head, ResponsePart.Body), Ensures(ResponsePart.Sent)]
    public void Send() => _text.Append('.');

    [Requires(ResponsePart.Sent)]
    public string Text => _text.ToString();
}

public static class Pages
{
    public static string Hello()
    {
        var response = new HttpResponse();
        response.Header("Content-Type", "text/plain").Header("Server", "nine");
        response.StartBody().Write("Hello").Write(", world");
        response.Send();
        return response.Text;
    }

    public static void Decorate([Requires(ResponsePart.Head)] HttpResponse response) => response.Header("X-Trace", "1");
}
