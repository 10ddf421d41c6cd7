namespace Strat9.Analyzers.Tests.Rules;

/// <summary>A by-type protocol and unions of its carriers, which several tables share.</summary>
internal static class CarrierTypes
{
    public const string Source =
        """

        [Typestate]
        public readonly partial struct Order<TState>
        {
            public int Id { get; }
            [Requires(typeof(Paid), typeof(Sent1))] public int Receipt => Id;
        }

        [State(Initial = true)] public readonly partial struct Draft;
        [State] public readonly partial struct Paid;
        [State] public readonly partial struct Sent1;
        [State(Final = true)] public readonly partial struct Done;

        public static partial class Order
        {
            [Transition] public static partial Order<Draft> Start(int id);
            [Transition] public static partial Order<Paid> Pay(this Order<Draft> order);
            [Transition] public static partial Order<Sent1> Send(this Order<Paid> order);
            [Transition] public static partial Order<Done> Finish(this Order<Sent1> order);
            [Transition] public static partial int Cancel(this Order<Draft> order);
            public static int Look(this in Order<Paid> order) => order.Receipt;
        }

        [TaggedUnion]
        public readonly partial struct PayResult
        {
            public static partial PayResult Ok(Order<Paid> order);
            public static partial PayResult Refused(int code, Order<Draft> order);
            public static partial PayResult Lost();
        }

        [TaggedUnion]
        public readonly partial struct Plain
        {
            public static partial Plain Number(int n);
            public static partial Plain Text(string s);
            public static partial Plain None();
        }

        public static class Shop
        {
            public static PayResult TryPay(Order<Draft> order) => PayResult.Ok(order.Pay());
            public static void Ship(Order<Paid> order) => order.Send().Finish();
            public static Plain Ask() => Plain.None();
            public static int Count<TState>(in Order<TState> order) where TState : struct, IOrderState => order.Id;
        }
        """;
}
