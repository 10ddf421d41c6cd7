using Microsoft.CodeAnalysis;

namespace Strat9.Analyzers.Ownership;

/// <summary>Collects what one body's analysis finds; silent until the replay. One rule reports once at one place.</summary>
internal sealed class Reporter
{
    private readonly Dictionary<(string Id, Location At), Diagnostic> _found = [];
    private readonly List<Diagnostic> _inOrder = [];

    public bool IsOn { get; set; }

    public IReadOnlyList<Diagnostic> Found => _inOrder;

    public void Report(DiagnosticDescriptor rule, Location at, IEnumerable<Location?> also, params object[] arguments)
    {
        if (IsOn && !_found.ContainsKey((rule.Id, at)))
        {
            Report(Diagnostic.Create(rule, at, also.Where(l => l is not null)!, arguments));
        }
    }

    public void Report(Diagnostic diagnostic)
    {
        var key = (diagnostic.Id, diagnostic.Location);
        if (IsOn && !_found.ContainsKey(key))
        {
            _found.Add(key, diagnostic);
            _inOrder.Add(diagnostic);
        }
    }
}
