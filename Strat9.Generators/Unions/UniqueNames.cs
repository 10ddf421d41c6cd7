namespace Strat9.Generators.Unions;

/// <summary>Names none of which is given twice: the second <c>x</c> is <c>x2</c>.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    public UniqueNames()
        : this([])
    {
    }

    public string Next(string wanted)
    {
        var name = wanted;
        for (var i = 2; !_taken.Add(name); i++)
        {
            name = wanted + i;
        }

        return name;
    }
}
