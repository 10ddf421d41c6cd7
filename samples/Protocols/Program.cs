using Strat9.Samples.Protocols;

Console.WriteLine("transaction: " + Transfers.Transfer(5, 10));
Console.WriteLine("transaction: " + Transfers.Transfer(50, 10));
Console.WriteLine("transaction: " + Transfers.Describe(new Transaction()));
Console.WriteLine("response: " + Pages.Hello());
Console.WriteLine("server: " + Servers.Serve(8080));
Console.WriteLine("server: " + Servers.Serve(80));
Console.WriteLine("server: " + Servers.Retire(ServerSocket.Create(22)));
Console.WriteLine("builder: " + Requests.Get("/index"));
Console.WriteLine("iterator: " + Sums.Of(1, 2, 3));
Console.WriteLine("ring: " + Transmissions.Send(3));
Console.WriteLine("pages: " + Forks.Run());
