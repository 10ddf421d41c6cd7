using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Generators.Protocols;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Protocols;

/// <summary>Pictures of protocols: in the docs of in-place types, and in the list that a build keeps files of.</summary>
public class DiagramTests
{
    private const string LogFile =
        """
        using Strat9;
        namespace Demo;

        internal enum FileState { [State(Initial = true, Final = true)] Closed, [State] Open, [State] State }

        /// <summary>A file.</summary>
        /// <remarks>Mine.</remarks>
        [Typestate(typeof(FileState))]
        public partial class LogFile : System.IDisposable
        {
            internal LogFile() { }
            [Ensures(FileState.Open)] internal LogFile(int x) { }
            [Transition(FileState.Closed, FileState.Open)] internal void Open() { }
            [Requires(FileState.Open), Ensures(FileState.State, When = false)] internal bool Try() => true;
            internal int Mode { get; [Requires(FileState.Open), Ensures(FileState.Closed)] set; }
            [Requires(FileState.State)] void System.IDisposable.Dispose() { }
        }
        """;

    private const string Picture =
        """
        stateDiagram-v2
            state "State" as State_
            [*] --> Closed
            [*] --> Open : new LogFile
            Closed --> Open : Open
            Open --> State_ : Try
            Open --> Closed : Mode
            State_ --> [*] : Dispose
            Closed --> [*]
        """;

    [Fact]
    public void InPlaceType_HasItsPictureInItsDocs()
    {
        var generated = Generated.From(LogFile).IsClean();

        var docs = System.Xml.Linq.XElement.Parse(generated.DocsOf("Demo.LogFile"));
        Assert.Equal(["A file."], docs.Elements("summary").Select(e => e.Value));
        Assert.Equal("Mine.", docs.Elements("remarks").First().Value);
        Assert.Contains(Picture, Unindented(docs.Descendants("code").Single().Value), StringComparison.Ordinal);
        Assert.Equal("mermaid", docs.Descendants("code").Single().Attribute("language")!.Value);
    }

    [Fact]
    public void UndocumentedType_GetsASummaryToo()
    {
        var generated = Generated.From(LogFile.Replace("/// ", "// ", StringComparison.Ordinal)).IsClean();

        Assert.Equal(
            "A LogFile, in one of the states of FileState.",
            System.Xml.Linq.XElement.Parse(generated.DocsOf("Demo.LogFile")).Element("summary")!.Value);
    }

    [Theory]
    [InlineData("internal enum S { [State(Initial = true)] A } [Typestate(typeof(S))] internal sealed class NotPartial { }")]
    [InlineData("internal enum S { [State(Initial = true)] A } internal class Outer { [Typestate(typeof(S))] internal sealed partial class Inner { } }")]
    [InlineData("internal enum S { [State(Initial = true)] A } [Typestate(typeof(S))] file sealed partial class Hidden { }")]
    [InlineData("internal enum S { A } [Typestate(typeof(S))] internal sealed partial class Empty { }")]
    [InlineData("internal struct S; [Typestate(typeof(S))] internal sealed partial class NoEnum { }")]
    [InlineData("[Typestate(typeof(Missing))] internal sealed partial class Unknown { }")]
    [InlineData("[Typestate(null)] internal sealed partial class Null { }")]
    public void WhereNoPartCanBeAdded_NothingIs(string source) => Assert.Empty(Generated.From("using Strat9; " + source).Files);

    [Fact]
    public void TypesOfEveryKind_GetFilesOfTheirOwn()
    {
        const string Source =
            """
            using Strat9;
            internal enum S { [State(Initial = true, Final = true)] A, [State] B }
            [Typestate(typeof(S))] internal partial class Door { [Transition(S.A, S.B)] public void Go() { } }
            [Typestate(typeof(S))] internal partial class Door<T, U> where T : class { [Transition(S.A, S.B)] public void Go() { } }
            [Typestate(typeof(S))] internal partial record dooR(int X) { [Transition(S.A, S.B)] public void Go() { } }
            internal partial class Outer<T>
            {
                internal partial interface IMiddle
                {
                    [Typestate(typeof(S))] public partial record struct @event(T X) { [Transition(S.A, S.B)] public void Go() { } }
                    [Typestate(typeof(S))] internal readonly ref partial struct Ref { [Transition(S.A, S.B)] public void Go() { } }
                }
            }

            [Typestate] internal readonly partial struct Door<TState>;
            [State(Initial = true, Final = true)] internal partial struct Open;
            internal static partial class Doors { [Transition] internal static partial Door<Open> Make(); }
            """;

        Assert.Equal(6, Generated.From(Source).IsClean().Files.Count);
    }

    [Fact]
    public void InheritedMembers_AreInThePicture()
    {
        const string Source =
            """
            using Strat9;
            internal enum S { [State(Initial = true)] A, [State(Final = true)] B }
            internal class Base { [Ensures(S.B)] public void Go() { } }
            [Typestate(typeof(S))] internal partial class C : Base { }
            """;

        Assert.Contains("A --> B : Go", Generated.From(Source).IsClean().File, StringComparison.Ordinal);
    }

    [Fact]
    public void NotAsked_NoListIsWritten() => Assert.DoesNotContain(Lists(null, LogFile), _ => true);

    [Theory]
    [InlineData("mermaid", "Demo.LogFile.mmd")]
    [InlineData(" DOT ", "Demo.LogFile.dot")]
    [InlineData("Both", "Demo.LogFile.mmd Demo.LogFile.dot")]
    public void Asked_EachProtocolIsALineOfTheList(string asked, string files)
    {
        var lines = Assert.Single(Lists(asked, LogFile)).Split('\n').Where(l => l.StartsWith("//|", StringComparison.Ordinal)).ToList();

        Assert.Equal(files.Split(' '), lines.Select(l => l.Split('|')[1]));
        Assert.All(lines, l => Assert.Equal(4, (l + "|").Split('|').Length));
        if (asked == "mermaid")
        {
            Assert.Equal(Picture, Unescaped(lines[0].Split('|')[2]));
        }
    }

    /// <summary>A protocol that is not partial has no docs of ours, but files. Protocols of one name get files of their own.</summary>
    [Fact]
    public void ProtocolsOfOneName_GetFilesOfTheirOwn()
    {
        const string Source =
            """
            using Strat9;
            internal enum S { [State(Initial = true)] A }
            [Typestate(typeof(S))] internal class Door { }
            [Typestate(typeof(S))] internal class dooR { }
            [Typestate] internal readonly partial struct Door<TState>;
            """;

        var list = Assert.Single(Lists("dot", Source));
        Assert.Equal(
            ["Door.dot", "Door.2.dot", "dooR.3.dot"],
            list.Split('\n').Where(l => l.StartsWith("//|", StringComparison.Ordinal)).Select(l => l.Split('|')[1]));
    }

    [Fact]
    public void NoProtocol_GivesAnEmptyList() => Assert.DoesNotContain("//|", Assert.Single(Lists("both", "class C;")), StringComparison.Ordinal);

    [Fact]
    public void UnrelatedEdit_KeepsTheList()
    {
        var options = Asked("both");
        var driver = Driver(options).RunGenerators(TestCompilation.Create([LogFile]), TestContext.Current.CancellationToken)
            .RunGenerators(TestCompilation.Create([LogFile + "\ninternal static class Other { static int F() => 1; }"]), TestContext.Current.CancellationToken);

        var result = Assert.Single(driver.GetRunResult().Results);
        string[] steps = [ProtocolGenerator.InPlaceStep, ProtocolGenerator.DiagramsStep];
        Assert.All(
            steps.SelectMany(s => result.TrackedSteps[s]).SelectMany(r => r.Outputs),
            o => Assert.True(o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, o.Reason.ToString()));
        Assert.All(
            result.TrackedOutputSteps.Values.SelectMany(r => r).SelectMany(r => r.Outputs),
            o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    private static IEnumerable<string> Lists(string? asked, string source) =>
        Driver(Asked(asked)).RunGenerators(TestCompilation.Create([source]), TestContext.Current.CancellationToken).GetRunResult()
            .GeneratedTrees.Where(t => Path.GetFileName(t.FilePath) == DiagramList.HintName).Select(t => t.ToString());

    private static FixedConfig Asked(string? value) =>
        new(value is null ? new Dictionary<string, string>() : new() { ["build_property.Strat9ProtocolDiagrams"] = value });

    private static GeneratorDriver Driver(AnalyzerConfigOptionsProvider options) => CSharpGeneratorDriver.Create(
        [new ProtocolGenerator().AsSourceGenerator()],
        parseOptions: TestCompilation.ParseOptions(LanguageVersion.CSharp14),
        optionsProvider: options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    // As MSBuild does it, twice.
    private static string Unescaped(string list) =>
        string.Join('\n', list.Split(';').Select(l => Uri.UnescapeDataString(Uri.UnescapeDataString(l))));

    private static string Unindented(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Trim('\n').Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l));
    }
}
