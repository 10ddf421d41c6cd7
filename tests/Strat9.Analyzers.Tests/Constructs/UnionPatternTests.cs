using Microsoft.CodeAnalysis.CSharp;

namespace Strat9.Analyzers.Tests.Constructs;

/// <summary>Tagged unions where the language has unions.</summary>
public class UnionPatternTests
{
    private const string CasesTypes =
        """

        [TaggedUnion]
        public readonly partial struct Answer
        {
            public static partial Answer Held(Buf buf);
            public static partial Answer Refused(int error, Buf back);
            public static partial Answer Gone();
        }
        """;

    public static TheoryData<string, string> Cases => Case.Sources(
        """
        ## union switch statement
        public static class P
        {
            public static void M(Answer a)
            {
                switch (a)
                {
                    case Answer.Case.Held(var b): b.Free(); break;
                    case Answer.Case.Refused(var error, var back): Note(error); back.Free(); break;
                    case Answer.Case.Gone: break;
                }
            }
        }

        ## union switch statement leaks one
        public static class P
        {
            public static void M(Answer a)
            {
                switch (a)
                {
                    case Answer.Case.Held(var b): b.Free(); break;
                    case Answer.Case.Refused(var error, var {|STRAT1002:back|}): Note(error); break;
                    case Answer.Case.Gone: break;
                }
            }
        }

        ## union switch expression
        public static class P
        {
            public static int M(Answer a) => a switch
            {
                Answer.Case.Held(var b) => Spend(b),
                Answer.Case.Refused(var error, var back) => Spend(back),
                Answer.Case.Gone => 0,
            };
        }

        ## union switch expression over a result
        public static class P
        {
            public static Answer Ask() => throw new NotImplementedException();
            public static int M() => Ask() switch
            {
                Answer.Case.Held(var b) => Spend(b),
                Answer.Case.Refused(var error, var back) => Spend(back),
                Answer.Case.Gone => 0,
            };
        }

        ## union used after the switch
        public static class P
        {
            public static int M(Answer a)
            {
                var x = a switch
                {
                    Answer.Case.Held(var b) => Spend(b),
                    Answer.Case.Refused(var error, var back) => Spend(back),
                    Answer.Case.Gone => 0,
                };
                return {|STRAT1001:a|}.Kind == Answer.Tag.Gone ? x : 0;
            }
        }

        ## union is pattern
        public static class P
        {
            public static void M(Answer a)
            {
                if (a is Answer.Case.Held(var b))
                {
                    b.Free();
                }
                else if (a is Answer.Case.Refused(_, var back))
                {
                    back.Free();
                }
            }
        }

        ## union discards a linear part
        public static class P
        {
            public static void M(Answer {|STRAT1002:a|})
            {
                switch (a)
                {
                    case Answer.Case.Held(var b): b.Free(); break;
                    case Answer.Case.Refused(var error, _): Note(error); break;
                    case Answer.Case.Gone: break;
                }
            }
        }

        ## union whole case
        public static class P
        {
            public static void M(Answer a)
            {
                switch (a)
                {
                    case Answer.Case.Held h: { h.Deconstruct(out var b); b.Free(); } break;
                    case Answer.Case.Refused r: { var (error, back) = r; back.Free(); } break;
                    case Answer.Case.Gone: break;
                }
            }
        }

        ## union Match and Switch
        public static class P
        {
            public static void M(Answer a, Answer b)
            {
                a.Switch(held: x => x.Free(), refused: (e, x) => x.Free(), gone: () => { });
                Note(b.Match(held: x => Spend(x), refused: (e, x) => Spend(x), gone: () => 0));
            }
        }

        ## union Switch where a lambda loses it
        public static class P
        {
            public static void M(Answer a)
            {
                a.Switch(held: {|STRAT1002:x|} => { }, refused: (e, x) => x.Free(), gone: () => { });
            }
        }

        ## union with Is
        public static class P
        {
            public static void M(Answer a)
            {
                if (a.IsHeld(out var x)) x.Free();
                else if (a.IsRefused(out _, out var y)) y.Free();
            }
        }

        ## union with Is, one missing
        public static class P
        {
            public static void M(Answer {|STRAT1002:a|})
            {
                if (a.IsHeld(out var x)) x.Free();
            }
        }

        ## union Is after the taking
        public static class P
        {
            public static void M(Answer a)
            {
                if (a.IsHeld(out var x))
                {
                    x.Free();
                    Note({|STRAT1001:a|}.Kind == Answer.Tag.Gone ? 1 : 0);
                    return;
                }
                if (a.IsRefused(out _, out var y)) y.Free();
            }
        }

        ## cases ruled out on one path only
        public static class P
        {
            public static void M(Answer {|STRAT1002:a|}, bool c)
            {
                if (c)
                {
                    if (a.IsHeld(out var x)) { x.Free(); return; }
                    if (a.IsRefused(out _, out var z)) { z.Free(); return; }
                }

                if (a.IsHeld(out var y)) y.Free();
            }
        }

        ## cases ruled out on one path, asked for on all
        public static class P
        {
            public static void M(Answer a, bool c)
            {
                if (c)
                {
                    if (a.IsHeld(out var x)) { x.Free(); return; }
                }

                if (a.IsHeld(out var y)) y.Free();
                else if (a.IsRefused(out _, out var z)) z.Free();
            }
        }
        """);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cases_AreJudged(string name, string source) => Case.Check(name, source + CasesTypes, version: LanguageVersion.Preview);
}
