using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Dataflow;

namespace Strat9.Analyzers.Ownership;

/// <summary>What is known of a compilation: shared by the analysis of all its bodies. Thread-safe.</summary>
internal sealed class Services
{
    public Services(Compilation compilation)
    {
        Compilation = compilation;
        Known = new KnownTypes(compilation);
        Ownership = new TypeOwnership(Known);
        Protocols = new InPlaceProtocols(Known, Ownership);
        Contracts = new AttributeContracts(Known, Ownership, Protocols);
        Unions = new UnionCases(Ownership);
        Exceptions = new ExceptionTypes(compilation);
    }

    public Compilation Compilation { get; }

    public KnownTypes Known { get; }

    public TypeOwnership Ownership { get; }

    public UnionCases Unions { get; }

    public InPlaceProtocols Protocols { get; }

    public IContractSource Contracts { get; }

    public ExceptionTypes Exceptions { get; }
}

/// <summary>What the option <c>strat9_exception_paths</c> says.</summary>
internal enum ExceptionPaths
{
    /// <summary>Exits from the method by exceptions that a call might raise are no leaks.</summary>
    Explicit,

    /// <summary>They are.</summary>
    All,

    /// <summary>Nothing throws.</summary>
    None,
}

/// <summary>One body to analyse.</summary>
/// <param name="Graph">Its control-flow graph.</param>
/// <param name="Owner">The method, local function or lambda it belongs to; for an initialiser the field or property.</param>
/// <param name="Paths">Which exits count.</param>
/// <param name="Services">The compilation's services.</param>
internal sealed record Body(ControlFlowGraph Graph, ISymbol Owner, ExceptionPaths Paths, Services Services)
{
    /// <summary>For a lambda: what it may do with what it captures.</summary>
    public CaptureMode Captures { get; init; }

    /// <summary>For a lambda: the delegate it becomes, whose contract is its own.</summary>
    public IMethodSymbol? Becomes { get; init; }

    /// <summary>How many lambdas around this one are being analysed for what they consume.</summary>
    public int ConsumingDepth { get; init; }

    /// <summary>For a lambda or local function: in which states the variables around it are when it runs; others are not known.</summary>
    public ImmutableDictionary<ISymbol, StateSet>? Given { get; init; }

    /// <summary>The functions around this one that are being run for what they do to states.</summary>
    public ImmutableArray<ISymbol> Running { get; init; } = [];

    public IMethodSymbol? Method => Owner as IMethodSymbol;

    public INamedTypeSymbol? Type => Owner.ContainingType;

    /// <summary>Whether the body is a lambda or local function, to which <c>this</c> and the variables around it are only lent.</summary>
    public bool IsNested => Method is { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction };

    /// <summary>Whether the body is a lambda that may live on: that it captures anything is reported, and what it does with it is not.</summary>
    public bool Escapes => Method is { MethodKind: MethodKind.LambdaMethod } && Captures == CaptureMode.Escapes;

    public bool IsConstructor => Method is { MethodKind: MethodKind.Constructor };
}
