using System.Globalization;
using Strat9.Hosting;
using Strat9.Samples.Map;

const string Usage = "usage: MemoryMap text | svg FILE | html FILE  [MEBIBYTES, 1 to 1024] [SEED]";
bool writes = args is ["svg" or "html", _, ..];
string[] numbers = args is ["text", .. string[] rest] ? rest : writes ? args[2..] : ["?"];
int mebibytes = 8;
int seed = 1;
bool valid = numbers.Length <= 2 && (numbers.Length < 1 || int.TryParse(numbers[0], CultureInfo.InvariantCulture, out mebibytes)) &&
    (numbers.Length < 2 || int.TryParse(numbers[1], CultureInfo.InvariantCulture, out seed)) && mebibytes is >= 1 and <= 1024;
if (!valid)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

using PhysicalArena arena = Scene.Make(mebibytes, seed);
if (!writes)
{
    Console.Write(MemoryMap.ToText(arena));
    return 0;
}

try
{
    using StreamWriter file = new(args[1]);
    if (args[0] == "svg")
    {
        MemoryMap.WriteSvg(arena, file);
    }
    else
    {
        MemoryMap.WriteHtml(arena, file);
    }
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine($"'{args[1]}' cannot be written: {e.Message}");
    return 1;
}

return 0;
