namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Unions of carriers: taken apart by Match, Is and TryGetValue, or lost.</summary>
public class ByTypeUnionTests
{
    private const string Types = CarrierTypes.Source;

    public static TheoryData<string, string> Wrong => Case.Sources(
        """
        ## union by Match forgets a part
        static class P
        {
            static void M() => Shop.TryPay(Order.Start(1)).Switch(ok: Shop.Ship, refused: (code, {|STRAT1002:order|}) => Note(code), lost: () => { });
        }

        ## union by Is misses one
        static class P
        {
            static void M()
            {
                var {|STRAT1002:r|} = Shop.TryPay(Order.Start(1));
                if (r.IsOk(out var paid)) Shop.Ship(paid);
                else if (r.IsLost()) Note(1);
            }
        }

        ## union dropped
        static class P
        {
            static void M()
            {
                {|~STRAT1004:Shop.TryPay(Order.Start(1))|};
            }
        }

        ## union matched twice
        static class P
        {
            static void M()
            {
                var r = Shop.TryPay(Order.Start(1));
                if (r.IsOk(out var paid))
                {
                    Shop.Ship(paid);
                    if ({|STRAT1001:r|}.IsLost()) Note(1);
                }
                else if (r.IsRefused(out _, out var draft)) draft.Cancel();
            }
        }

        ## union's part used on the other branch
        static class P
        {
            static void M()
            {
                var r = Shop.TryPay(Order.Start(1));
                if (r.IsOk(out var paid)) Shop.Ship(paid);
                else
                {
                    Note({|STRAT1001:paid|}.Id);
                    if (r.IsRefused(out _, out var draft)) draft.Cancel();
                }
            }
        }

        ## union kind in a switch
        static class P
        {
            static string M([Borrows] PayResult r)
            {
                {|~STRAT2005:switch (r.Kind)
                {
                    case PayResult.Tag.Ok: return "ok";
                    case PayResult.Tag.Lost: return "lost";
                }|}
                return "";
            }
        }

        ## union kind in a nested switch
        static class P
        {
            static int M([Borrows] PayResult r, Plain p) => r.Kind switch
            {
                PayResult.Tag.Ok => {|~STRAT2005:p.Kind switch { Plain.Tag.Number => 1, Plain.Tag.None => 2 }|},
                PayResult.Tag.Refused => 3,
                PayResult.Tag.Lost => 4,
            };
        }

        ## union kind with when
        static class P
        {
            static int M(Plain p, bool c)
            {
                {|~STRAT2005:switch (p.Kind)
                {
                    case Plain.Tag.Number when c: return 1;
                    case Plain.Tag.Text: return 2;
                    case Plain.Tag.None: return 3;
                }|}
                return 0;
            }
        }

        ## union forged
        static class P
        {
            static PayResult M() => {|~STRAT3005:default|};
        }

        ## union's value is boxed
        static class P
        {
            static object? M(PayResult r) => {|~STRAT3001:r.Value|};
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) => Case.Check(name, source + Types);

    public static TheoryData<string, string> Right => Case.Sources(
        """
        ## union by Match
        static class P
        {
            static void M() => Shop.TryPay(Order.Start(1)).Switch(ok: Shop.Ship, refused: (code, order) => Note(order.Cancel() + code), lost: () => { });
        }

        ## union by Is
        static class P
        {
            static void M()
            {
                var r = Shop.TryPay(Order.Start(1));
                if (r.IsOk(out var paid)) Shop.Ship(paid);
                else if (r.IsRefused(out _, out var draft)) draft.Cancel();
            }
        }

        ## union by early return
        static class P
        {
            static int M()
            {
                var r = Shop.TryPay(Order.Start(1));
                if (r.IsRefused(out var code, out var draft))
                {
                    draft.Cancel();
                    return code;
                }
                if (!r.IsOk(out var paid)) return 0;
                Shop.Ship(paid);
                return 1;
            }
        }

        ## plain union is free
        static class P
        {
            static int M()
            {
                var p = Shop.Ask();
                var q = p;
                if (p.IsNumber(out var n)) return n;
                return q.Match(number: x => x, text: s => s.Length, none: () => 0);
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
