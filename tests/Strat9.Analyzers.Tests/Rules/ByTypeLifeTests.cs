namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Values of a by-type protocol from their entry to their end.</summary>
public class ByTypeLifeTests
{
    private const string Types = CarrierTypes.Source;

    public static TheoryData<string, string> Wrong => Case.Sources(
        """
        ## a receipt too early
        static class P
        {
            static void M()
            {
                var draft = Order.Start(1);
                Note({|~STRAT2001:draft.Receipt|});
                draft.Cancel();
            }
        }

        ## paid twice
        static class P
        {
            static void M()
            {
                var draft = Order.Start(1);
                var paid = draft.Pay();
                Shop.Ship(paid);
                Shop.Ship({|STRAT1001:draft|}.Pay());
            }
        }

        ## forgotten
        static class P
        {
            static void M()
            {
                var {|STRAT1002:paid|} = Order.Start(1).Pay();
                Note(paid.Receipt);
            }
        }

        ## dropped at the end of a chain
        static class P
        {
            static void M()
            {
                {|~STRAT1004:Order.Start(1).Pay()|};
            }
        }

        ## forged
        static class P
        {
            static Order<Paid> M() => {|~STRAT3005:default|};
        }

        ## constructed
        static class P
        {
            static Order<Paid> M() => {|~STRAT3005:new Order<Paid>(3)|};
        }

        ## converted
        static class P
        {
            static Order<Paid> M(Order<Draft> o) => {|~STRAT3005:o.To<Paid>()|};
        }

        ## a property may not make one
        public sealed class Maker
        {
            public Order<Draft> {|~STRAT1002:New|} => Order.Start(1);
        }

        ## boxed
        static class P
        {
            static object M(Order<Draft> o) => {|~STRAT3001:o|};
        }

        ## in a list
        static class P
        {
            static void M(List<int> xs)
            {
                var list = new {|~STRAT3004:List<Order<Draft>>|}();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types);

    public static TheoryData<string, string> Right => Case.Sources(
        """
        ## the whole way
        static class P { static void M() => Order.Start(1).Pay().Send().Finish(); }

        ## the whole way in locals
        static class P
        {
            static void M()
            {
                var draft = Order.Start(1);
                var paid = draft.Pay();
                Note(paid.Receipt);
                var sent = paid.Send();
                var done = sent.Finish();
                Note(done.Id);
            }
        }

        ## final ones may be dropped
        static class P
        {
            static void M()
            {
                Order.Start(1).Pay().Send().Finish();
                var done = Order.Start(2).Pay().Send().Finish();
            }
        }

        ## a helper for every state
        static class P
        {
            static void M()
            {
                var draft = Order.Start(1);
                Note(Shop.Count(draft));
                var paid = draft.Pay();
                Note(Shop.Count(paid));
                Shop.Ship(paid);
            }
        }

        ## a loop over states
        static class P
        {
            static void M(int n)
            {
                var draft = Order.Start(1);
                while (n-- > 0)
                {
                    var r = Shop.TryPay(draft);
                    if (r.IsOk(out var paid)) { Shop.Ship(paid); return; }
                    if (!r.IsRefused(out _, out draft)) return;
                }
                draft.Cancel();
            }
        }

        ## in a queue of its own
        public sealed class Pending1
        {
            private readonly OwnedQueue<Order<Draft>> _orders = new();
            public void Add(Order<Draft> order) => _orders.Enqueue(order);
            public void Drain() { while (_orders.TryDequeue(out var o)) o.Cancel(); }
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
