using System.Globalization;
using Strat9.Analysis;

// Strat9.Analysis [name] [sizes]: what the analysis of each shape costs.
if (args is ["--list"])
{
    foreach (var shape in Shapes.Long.Concat(Shapes.Nested).Concat(Shapes.Deep).Concat(Shapes.Types))
    {
        Console.WriteLine(shape.Name);
    }

    return;
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
