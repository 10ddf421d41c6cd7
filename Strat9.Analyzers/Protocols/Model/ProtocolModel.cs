using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Model;

/// <summary>The protocols of one assembly, by type and in place.</summary>
internal sealed class ProtocolModel
{
    private readonly Dictionary<ISymbol, Protocol> _byType = new(SymbolEqualityComparer.Default);
    private readonly ILookup<ISymbol?, Protocol> _byState;

    private ProtocolModel(IEnumerable<Protocol> protocols, bool hasMalformedCarriers)
    {
        HasMalformedCarriers = hasMalformedCarriers;
        foreach (var protocol in protocols)
        {
            _byType[protocol.Type] = protocol;
        }

        _byState = _byType.Values
            .SelectMany(p => p.States.Select(s => (State: s.Symbol, Protocol: p)))
            .ToLookup(p => (ISymbol?)p.State, p => p.Protocol, SymbolEqualityComparer.Default);
    }

    /// <summary>Some carrier cannot be one (STRAT0002): what its transitions use is not known.</summary>
    public bool HasMalformedCarriers { get; }

    public IEnumerable<Protocol> Protocols => _byType.Values;

    /// <summary>The protocol of a carrier or in-place type, of an instance of one, or inherited.</summary>
    public Protocol? Of(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (_byType.TryGetValue(type.OriginalDefinition, out var protocol))
            {
                return protocol;
            }
        }

        return null;
    }

    /// <summary>The protocols that a state belongs to: those whose transitions use it, or whose enum it is a member of.</summary>
    public IEnumerable<Protocol> With(ISymbol state) => _byState[state.OriginalDefinition];

    public static ProtocolModel Read(IAssemblySymbol assembly)
    {
        var reader = new Reader(assembly);
        reader.Visit(assembly.GlobalNamespace);
        return reader.ToModel();
    }

    private sealed class Reader(IAssemblySymbol assembly)
    {
        private readonly List<Carrier> _carriers = [];
        private readonly List<TransitionSignature> _signatures = [];
        private readonly List<INamedTypeSymbol> _inPlace = [];
        private readonly List<INamedTypeSymbol> _derived = [];
        private readonly List<INamedTypeSymbol> _markers = [];
        private bool _hasMalformedCarriers;

        public void Visit(INamespaceSymbol outermost)
        {
            foreach (var member in outermost.Declared())
            {
                switch (member)
                {
                    case INamedTypeSymbol type:
                        ReadType(type);
                        break;
                    // The compiler adds a static method for each extension member, with the same attributes.
                    case IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } method
                        when TransitionSignature.IsMarked(method):
                        _signatures.AddRange(
                            TransitionSignature.Read(method).Where(s => s.Carrier.Type.ContainingAssembly.SameAs(assembly)));
                        break;
                }
            }
        }

        private void ReadType(INamedTypeSymbol type)
        {
            if (type.Find(KnownNames.Typestate) is { AttributeConstructor: { } constructor })
            {
                if (constructor.Parameters.Length > 0)
                {
                    _inPlace.Add(type);
                }
                else if (Carrier.Of(type) is { } carrier)
                {
                    _carriers.Add(carrier);
                }
                else
                {
                    _hasMalformedCarriers = true;
                }
            }
            else if (assembly is not ISourceAssemblySymbol && type is { TypeKind: TypeKind.Struct } && type.Has(KnownNames.State))
            {
                _markers.Add(type);
            }
            else if (type is { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.None })
            {
                _derived.Add(type);
            }
        }

        public ProtocolModel ToModel()
        {
            var signatures = _signatures.ToLookup(s => (ISymbol)s.Carrier.Type, SymbolEqualityComparer.Default);
            var byType = _carriers.Select(c => ByType(c, signatures[c.Type].ToList()));
            var inPlace = _inPlace.Select(t => InPlaceReader.Read(t, _derived)).OfType<Protocol>();
            return new ProtocolModel(byType.Concat(inPlace), _hasMalformedCarriers);
        }

        // From metadata the compiler shows no internal transitions, so there a marker is also known by the interface that the carrier's
        // constraint asks of its states.
        private IEnumerable<ITypeSymbol> Markers(Carrier carrier) =>
            _markers.Where(m => carrier.StateParameter.ConstraintTypes.Any(c => m.AllInterfaces.Any(i => i.SameAs(c))));

        private Protocol ByType(Carrier carrier, List<TransitionSignature> signatures)
        {
            var states = new Dictionary<ISymbol, ProtocolState>(SymbolEqualityComparer.Default);
            var inOrder = ImmutableArray.CreateBuilder<ProtocolState>();
            foreach (var type in signatures.SelectMany(s => s.From.Concat(s.To)).Concat(Markers(carrier)))
            {
                var marker = type.OriginalDefinition;
                if (!states.ContainsKey(marker) && marker.Find(KnownNames.State) is { } attribute)
                {
                    var state = new ProtocolState(
                        marker, attribute.Flag(KnownNames.InitialProperty), attribute.Flag(KnownNames.FinalProperty));
                    states.Add(marker, state);
                    inOrder.Add(state);
                }
            }

            var all = inOrder.ToImmutable();
            ImmutableArray<ProtocolState> Known(ImmutableArray<ITypeSymbol> types) =>
                [.. types.Select(t => states.TryGetValue(t.OriginalDefinition, out var state) ? state : null).OfType<ProtocolState>()];
            return new Protocol(
                carrier.Type,
                carrier,
                all,
                [
                    .. signatures.Select(s => new Transition(
                        s.Method, s.Kind, s.FromEveryState ? all : Known(s.From), Known(s.To), s.ToSameState, s)),
                ]);
        }
    }
}

/// <summary>The protocols of a compilation: its own, and those of the assemblies it references, read when first asked for.</summary>
internal sealed class ProtocolModels(Compilation compilation)
{
    private readonly ConcurrentDictionary<IAssemblySymbol, Lazy<ProtocolModel>> _models = new(SymbolEqualityComparer.Default);

    private readonly ConsumingCalls _calls = new();

    public ProtocolModel Own => In(compilation.Assembly);

    /// <summary>The protocol of a type, wherever it is declared.</summary>
    public Protocol? Of(ITypeSymbol type) => type.ContainingAssembly is { } assembly ? In(assembly).Of(type) : null;

    /// <summary>What can be called instead of transitions: in the assembly of the protocol, and in the compilation's own.</summary>
    public IEnumerable<Transition> CallsFor(Protocol protocol)
    {
        var home = protocol.Type.ContainingAssembly;
        var calls = _calls.In(home, protocol);
        return home.SameAs(compilation.Assembly) ? calls : calls.Concat(_calls.In(compilation.Assembly, protocol));
    }

    // Not cancelled: the answer is kept, and a kept cancellation would be everyone's.
    private ProtocolModel In(IAssemblySymbol assembly) =>
        _models.GetOrAdd(assembly, a => new Lazy<ProtocolModel>(() => ProtocolModel.Read(a))).Value;
}
