namespace Strat9.Samples.Protocols;

public static class WrongPages
{
    public static void HeaderAfterBody()
    {
        var response = new HttpResponse();
        response.StartBody().Write("Hello");
        response.Header("Content-Type", "text/plain"); // error STRAT2002
        response.Send();
    }

    public static void DecorateTooLate()
    {
        var response = new HttpResponse();
        response.StartBody();
        Pages.Decorate(response); // error STRAT2006
        response.Send();
    }

    public static void NeverSent()
    {
        var response = new HttpResponse(); // error STRAT1002
        response.Header("Content-Type", "text/plain");
    }

    public static void SentByAChanceCaller([Borrows] HttpResponse response) => response.Send(); // error STRAT2003
}
