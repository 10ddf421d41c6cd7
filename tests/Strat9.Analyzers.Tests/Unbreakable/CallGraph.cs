using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Strat9.Verify;

namespace Strat9.Analyzers.Tests.Unbreakable;

/// <summary>Which member of some sources may call which; a lambda counts as part of what it stands in.</summary>
/// <remarks>A call of an interface member or a virtual one may reach every implementation in the sources. Delegates are called where they are made.</remarks>
internal sealed class CallGraph
{
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _calls = new(SymbolEqualityComparer.Default);

    public CallGraph(IEnumerable<string> files)
    {
        var compilation = CSharpCompilation.Create(
            "CallGraph",
            files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), TestCompilation.ParseOptions(LanguageVersion.CSharp14), f))
                .Append(CSharpSyntaxTree.ParseText(
                    "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;",
                    TestCompilation.ParseOptions(LanguageVersion.CSharp14))),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(p => !Path.GetFileName(p).StartsWith("Strat9.", StringComparison.Ordinal))
                .Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        Errors = [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or ElementAccessExpressionSyntax
                        or BinaryExpressionSyntax or AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax
                    && Called(model.GetSymbolInfo(node).Symbol) is { } called
                    && MemberOf(model.GetEnclosingSymbol(node.SpanStart)) is { } caller)
                {
                    Add(caller, called);
                }
            }
        }

        foreach (var member in _calls.Keys.Concat(_calls.Values.SelectMany(c => c)).ToHashSet(SymbolEqualityComparer.Default))
        {
            if (member is IMethodSymbol { OverriddenMethod: { } overridden })
            {
                Add(overridden.OriginalDefinition, member);
            }

            foreach (var contract in member.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(member.Name)))
            {
                if (SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(contract), member))
                {
                    Add(contract.OriginalDefinition, member);
                }
            }
        }
    }

    /// <summary>Errors of the sources: what has not been understood has not been searched.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; }

    /// <summary>The members that may come to call themselves, in groups that call each other.</summary>
    public IEnumerable<IReadOnlyList<string>> Cycles()
    {
        var reach = _calls.Keys.ToDictionary(m => m, Reachable, SymbolEqualityComparer.Default);
        var left = _calls.Keys.Where(m => reach[m].Contains(m)).OrderBy(Name, StringComparer.Ordinal).ToList();
        while (left.Count > 0)
        {
            var group = left.Where(m => reach[left[0]].Contains(m) && reach[m].Contains(left[0])).ToList();
            left.RemoveAll(group.Contains);
            yield return [.. group.Select(Name)];
        }
    }

    private static string Name(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.LocalFunction }
        ? $"{Name(MemberOf(member.ContainingSymbol) ?? member.ContainingSymbol)}.{member.Name}"
        : $"{member.ContainingType.Name}.{member.Name}";

    private static ISymbol? Called(ISymbol? symbol) => symbol switch
    {
        IMethodSymbol or IPropertySymbol when symbol.DeclaringSyntaxReferences.Length > 0 => MemberOf(symbol),
        _ => null,
    };

    private static ISymbol? MemberOf(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LambdaMethod })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol switch
        {
            IMethodSymbol { AssociatedSymbol: { } property } => property.OriginalDefinition,
            IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
            IMethodSymbol or IPropertySymbol => symbol.OriginalDefinition,
            _ => null,
        };
    }

    private void Add(ISymbol caller, ISymbol called)
    {
        if (!_calls.TryGetValue(caller, out var all))
        {
            _calls.Add(caller, all = new(SymbolEqualityComparer.Default));
        }

        all.Add(called);
    }

    private HashSet<ISymbol> Reachable(ISymbol from)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<ISymbol>([from]);
        while (open.Count > 0)
        {
            foreach (var next in _calls.GetValueOrDefault(open.Pop()) ?? [])
            {
                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return seen;
    }
}
