namespace Strat9.Package.Tests;

/// <summary>The pictures of protocols that a real build keeps beside the source.</summary>
public class DiagramTests(PackedPackage package)
{
    private const string Door =
        """
        using Strat9;
        namespace Demo;

        [Typestate] internal readonly partial struct Door<TState>;
        [State(Initial = true)] internal readonly partial struct Open;
        [State] internal readonly partial struct Note;
        internal static partial class Doors
        {
            [Transition] internal static partial Door<Open> Make();
            [Transition] internal static partial Door<Note> Close(this Door<Open> door);
            [Transition] internal static partial void Remove(this Door<Note> door);
        }
        """;

    private const string Log =
        """
        using Strat9;
        namespace Demo;

        internal enum LogState { [State(Initial = true, Final = true)] Closed, [State] Open }
        [Typestate(typeof(LogState))]
        internal sealed class Log
        {
            [Transition(LogState.Closed, LogState.Open)] internal void Open() { }
            [Transition(LogState.Open, LogState.Closed)] internal void Close() { }
        }
        """;

    private const string DoorMermaid =
        """
        stateDiagram-v2
            state "Note" as Note_
            [*] --> Open : Make
            Open --> Note_ : Close
            Note_ --> [*] : Remove

        """;

    private const string LogDot =
        """
        digraph "Demo.Log" {
            rankdir=LR
            node [shape=box style=rounded]
            "[begin]" [shape=point label=""]
            "[end]" [shape=doublecircle width=0.15 label=""]
            "[begin]" -> "Closed"
            "Closed" -> "Open" [label="Open"]
            "Open" -> "Closed" [label="Close"]
            "Closed" -> "[end]"
        }

        """;

    /// <summary>Written once, left alone while the protocol is the same, rewritten when it changes, removed when it is gone.</summary>
    [Fact]
    public async Task Files_FollowTheProtocols()
    {
        var project = ConsumerProject.Create(
            package, "diagrams (kept)", "<Strat9ProtocolDiagrams>both</Strat9ProtocolDiagrams>");
        project.Write("Door.cs", Door);
        project.Write("Log.cs", Log);
        var kept = Path.Combine(project.Directory, "docs", "protocols");

        await project.Build();
        Assert.Equal(["Demo.Door.dot", "Demo.Door.mmd", "Demo.Log.dot", "Demo.Log.mmd"], Files(kept));
        Assert.Equal(DoorMermaid, Read(kept, "Demo.Door.mmd"));
        Assert.Equal(LogDot, Read(kept, "Demo.Log.dot"));

        // What another has written, and what was lost, on a build that compiles nothing.
        var longAgo = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in Directory.GetFiles(kept))
        {
            File.SetLastWriteTimeUtc(file, longAgo);
        }

        File.WriteAllText(Path.Combine(kept, "Mine.mmd"), "mine");
        File.Delete(Path.Combine(kept, "Demo.Log.mmd"));
        await project.Build();
        Assert.Equal(["Demo.Door.dot", "Demo.Door.mmd", "Demo.Log.dot", "Demo.Log.mmd", "Mine.mmd"], Files(kept));
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(Path.Combine(kept, "Demo.Door.mmd")));

        project.Write("Door.cs", Door.Replace("Close(", "Shut(", StringComparison.Ordinal));
        File.Delete(Path.Combine(project.Directory, "Log.cs"));
        await project.Build();
        Assert.Equal(["Demo.Door.dot", "Demo.Door.mmd", "Mine.mmd"], Files(kept));
        Assert.Equal(DoorMermaid.Replace("Close", "Shut", StringComparison.Ordinal), Read(kept, "Demo.Door.mmd"));

        // A clean takes nothing away that is kept.
        await Dotnet.Run(project.Directory, "clean", "--disable-build-servers", "-nodeReuse:false");
        Assert.Equal(["Demo.Door.dot", "Demo.Door.mmd", "Mine.mmd"], Files(kept));
    }

    [Fact]
    public async Task SeveralFrameworks_AndAPathOfItsOwn()
    {
        var project = ConsumerProject.Create(
            package,
            "diagrams-of-two",
            "<Strat9ProtocolDiagrams>Mermaid</Strat9ProtocolDiagrams><Strat9ProtocolDiagramsPath>../pictures</Strat9ProtocolDiagramsPath>",
            "<TargetFrameworks>net8.0; net10.0</TargetFrameworks>",
            isAlone: false);
        project.Write("Door.cs", Door);

        await project.Build();
        var kept = Path.Combine(project.Directory, "..", "pictures");
        Assert.Equal(["Demo.Door.mmd"], Files(kept));
        Assert.Equal(DoorMermaid, Read(kept, "Demo.Door.mmd"));
    }

    [Fact]
    public async Task NotAsked_NothingIsKept()
    {
        var project = ConsumerProject.Create(package, "no-diagrams", "");
        project.Write("Door.cs", Door);

        await project.Build();
        Assert.False(Directory.Exists(Path.Combine(project.Directory, "docs")));
        Assert.False(Directory.Exists(Path.Combine(project.Directory, "obj", "Debug", "net10.0", "generated")));
    }

    [Fact]
    public async Task UnknownFormat_IsSaid()
    {
        var project = ConsumerProject.Create(package, "odd-diagrams", "<Strat9ProtocolDiagrams>png</Strat9ProtocolDiagrams>");
        project.Write("Door.cs", Door);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => project.Build());
        Assert.Contains("Strat9ProtocolDiagrams is 'png': it may be mermaid, dot or both.", failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Files(string directory) => Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static string Read(string directory, string file) => File.ReadAllText(Path.Combine(directory, file)).ReplaceLineEndings("\n");
}
