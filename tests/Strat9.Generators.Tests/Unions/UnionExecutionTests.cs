using Microsoft.CodeAnalysis.CSharp;

namespace Strat9.Generators.Tests.Unions;

public class UnionExecutionTests
{
    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void EveryWayInAndOut(LanguageVersion version) => UnionCompiler.Run(version, UnionCompiler.Blocks,
        """
        using Demo;

        static class Program
        {
            static void Check(bool holds)
            {
                if (!holds) throw new Exception("a check failed");
            }

            static void Main()
            {
                var refused = Release.Refused(Error.NotFound, new Block<Exclusive>(7));
                Check(refused.HasValue && refused.Kind == Release.Tag.Refused && refused.ToString() == "Refused");
                Check(refused.IsRefused(out var error, out var block) && error == Error.NotFound && block.Number == 7);
                Check(!refused.IsFreed(out var freed) && freed.Number == 0);
                Check(!refused.IsNothing());
                Check(refused.TryGetValue(out Release.Case.Refused taken) && taken.Error == Error.NotFound && taken.Block.Number == 7);
                Check(!refused.TryGetValue(out Release.Case.Freed _));
                Check(refused.Value is Release.Case.Refused { Block.Number: 7 });
                var (e, b) = taken;
                Check(e == Error.NotFound && b.Number == 7);
                Check(refused.Match(x => x.Number, (x, y) => y.Number + (int)x, () => -1) == 8);
                int seen = 0;
                refused.Switch(freed: _ => seen = 1, refused: (_, _) => seen = 2, nothing: () => seen = 3);
                Check(seen == 2);

                Check(Release.Nothing().IsNothing() && Release.Nothing().Match(_ => 0, (_, _) => 0, () => 5) == 5);
                Check(new Release(new Release.Case.Freed(new Block<Gone>(3))).IsFreed(out var third) && third.Number == 3);

                Release none = default;
                Check(!none.HasValue && none.Value is null && none.Kind == Release.Tag.Default && none.ToString() == "Default");
                Check(!none.IsNothing() && !none.IsFreed(out _));
                try
                {
                    none.Match(_ => 0, (_, _) => 0, () => 0);
                    Check(false);
                }
                catch (InvalidOperationException x)
                {
                    Check(x.Message == "The union holds no case: it is the default value.");
                }
            }
        }
        """);
}
