using System.Globalization;
using Strat9.Analysis;

// Strat9.Analysis [name] [sizes]: what the analysis of each shape costs.
// What a thread with a small stack makes of everything that is deep; the tests start this as a process.
if (args is ["--check"])
{
    return Shapes.AllDeep.Count(s => !Passes(s));
}

if (args is ["--list"])
{
    foreach (var shape in Shapes.Long.Concat(Shapes.Nested).Concat(Shapes.Deep).Concat(Shapes.Types))
    {
        Console.WriteLine(shape.Name);
    }

    return 0;
}

// What a project without anything to check pays: --idle [classes] [rounds].
if (args is ["--idle", ..])
{
    Idle.Run(
        int.Parse(args.ElementAtOrDefault(1) ?? "600", CultureInfo.InvariantCulture), int.Parse(args.ElementAtOrDefault(2) ?? "7", CultureInfo.InvariantCulture));
    return 0;
}

var name = args.ElementAtOrDefault(0) ?? "";
var sizes = (args.ElementAtOrDefault(1) ?? "1000,2000,5000,10000").Split(',').Select(int.Parse).ToArray();
Measured.Of(Shapes.Long[0].Write(100));
foreach (var shape in Shapes.Long.Concat(Shapes.Nested).Concat(Shapes.Deep).Concat(Shapes.Types))
{
    if (name.Length > 0 && shape.Name != name)
    {
        continue;
    }

    foreach (var size in sizes)
    {
        Console.Write($"{shape.Name,-32}{size,7}");
        Console.Out.Flush();
        var source = shape.Write(size);
        try
        {
            var cost = Measured.Of(source);
            Console.WriteLine(
                $"{cost.Compile.TotalMilliseconds,9:F0}{cost.Analyze.TotalMilliseconds,9:F0}  {(cost.TooLarge ? "OVER " : "")}{string.Join(' ', cost.Reported)} {cost.CompilerErrors.FirstOrDefault()}{cost.Crash?.Split("\n   at").Take(4).Aggregate((a, b) => a + " <" + b)}");
        }
        catch (Exception e)
        {
            Console.WriteLine($"  COMPILER {(e.InnerException ?? e).GetType().Name} {e.Message}");
        }
    }
}

return 0;

static bool Passes(Shape shape)
{
    // A stack that overflows ends the process: the name before it tells where.
    Console.Write($"{shape.Name} {shape.Checked}: ");
    Console.Out.Flush();
    Measured cost;
    try
    {
        cost = Measured.Of(shape.Write(shape.Checked));
    }
    catch (Exception e)
    {
        Console.WriteLine($"FAILED {e}");
        return false;
    }

    var reported = string.Join(' ', cost.Reported);
    var passes = cost.Crash is null && cost.CompilerErrors.IsEmpty && (shape.Expected is null || cost.TooLarge || reported == shape.Expected);
    Console.WriteLine($"{(passes ? "" : "FAILED ")}{reported} {cost.Crash}{string.Join(' ', cost.CompilerErrors)}");
    return passes;
}
