namespace Strat9.Samples.Protocols;

public static class WrongRequests
{
    public static string WithoutMethod(string address) => RequestBuilder.Start().To(address).Build(); // error CS1929, STRAT2001

    public static string BuiltTwice(string address)
    {
        var complete = RequestBuilder.Start().To(address).With("GET");
        return complete.Build() + complete.Build(); // error STRAT1001
    }
}
