using System.Globalization;
using Strat9.Stress;

Options options = new();
for (int i = 0; i < args.Length; i += 2)
{
    bool known = i + 1 < args.Length && long.TryParse(args[i + 1], CultureInfo.InvariantCulture, out long value) && value >= 0 && options.TrySet(args[i], value);
    if (!known)
    {
        Console.Error.WriteLine("usage: Strat9.Stress [--minutes N] [--operations N] [--threads N] [--seed N] [--mebibytes N]");
        return 2;
    }
}

Console.WriteLine($"{options.Threads} threads on {options.Mebibytes} MiB, seed {options.Seed}");
try
{
    long operations = new Stress(options).Run(Console.Out);
    Console.WriteLine($"{operations.ToString("N0", CultureInfo.InvariantCulture)} operations; every invariant held.");
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine($"FAILED (seed {options.Seed}): {e}");
    return 1;
}
