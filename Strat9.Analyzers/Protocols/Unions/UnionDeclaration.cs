using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Protocols.Unions;

/// <summary>
/// A tagged union as it is declared: its well-formed cases, and what is wrong with the rest. The generator takes the cases, the analyzer
/// reports the problems; so a case is generated exactly when nothing is reported for it.
/// </summary>
internal sealed class UnionDeclaration
{
    // Func and Action end here.
    private const int MaxParts = 16;

    private readonly INamedTypeSymbol _union;
    private readonly ImmutableArray<IMethodSymbol>.Builder _cases = ImmutableArray.CreateBuilder<IMethodSymbol>();
    private readonly ImmutableArray<UnionProblem>.Builder _problems = ImmutableArray.CreateBuilder<UnionProblem>();

    private UnionDeclaration(INamedTypeSymbol union) => _union = union;

    public ImmutableArray<IMethodSymbol> Cases { get; private set; }

    public ImmutableArray<UnionProblem> Problems { get; private set; }

    /// <summary>Whether the type itself is sound, so that its well-formed cases can be generated.</summary>
    public bool CanBeExtended { get; private set; } = true;

    public static UnionDeclaration Read(INamedTypeSymbol union)
    {
        var declaration = new UnionDeclaration(union);
        declaration.ReadType();
        declaration.ReadCases();
        declaration.ReadOtherMembers();
        declaration.Cases = declaration._cases.ToImmutable();
        declaration.Problems = declaration._problems.ToImmutable();
        return declaration;
    }

    /// <summary>The methods that are meant as cases, malformed or not.</summary>
    public static IEnumerable<IMethodSymbol> Factories(INamedTypeSymbol union) =>
        union.GetMembers().OfType<IMethodSymbol>().Where(m =>
            m is { MethodKind: MethodKind.Ordinary, IsStatic: true } &&
            (m.IsPartialDefinition || IsBodiless(m)) &&
            SymbolEqualityComparer.Default.Equals(m.ReturnType, union));

    /// <summary>Whether a symbol is declared in what the union generator emitted.</summary>
    public static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is [{ SyntaxTree.FilePath: { } path }, ..] &&
        path.IndexOf(UnionNames.GeneratorPath, StringComparison.Ordinal) >= 0;

    private void ReadType()
    {
        if (_union.IsRecord)
        {
            RejectType("it is a record, whose 'with' and printing would take values apart; declare a 'readonly partial struct'");
        }
        else if (_union.IsRefLikeType)
        {
            RejectType("it is a ref struct; declare a 'readonly partial struct'");
        }
        else if (!_union.IsReadOnly)
        {
            RejectType("it is not 'readonly', so its case could be changed in place");
        }

        if (UnionNames.Reserved.Contains(_union.Name))
        {
            RejectType("its name is that of a generated member");
        }

        for (var type = _union; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
            {
                RejectType("it is file-local, where no generated part can reach it");
                break;
            }
        }
    }

    private void RejectType(string reason)
    {
        CanBeExtended = false;
        ReportType(_union, reason);
    }

    private void ReportType(ISymbol at, string reason) =>
        _problems.Add(new UnionProblem(at.Locations[0], $"Union '{_union.Name}'", reason));

    private void ReadCases()
    {
        var any = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in _union.GetMembers().OfType<IMethodSymbol>())
        {
            if (!IsMeantAsCase(method))
            {
                continue;
            }

            any = true;
            var reason = ReasonAgainst(method) ??
                (seen.Add(method.Name) ? null : "another case has this name; cases cannot be overloaded");
            if (reason is null)
            {
                _cases.Add(method);
            }
            else
            {
                // Nothing can be generated beside a method with the name of a generated property or type.
                CanBeExtended &= !UnionNames.Unique.Contains(method.Name);
                _problems.Add(new UnionProblem(method.Locations[0], $"Case '{method.Name}' of union '{_union.Name}'", reason));
            }
        }

        if (!any)
        {
            ReportType(_union, $"it has no case; declare each as 'public static partial {_union.Name} Name(…);'");
        }
    }

    // Methods with a body are helpers. A partial one that another generator completes is no case either: at the analyzer's turn
    // it has a body, at the generator's it does not, and its return type tells.
    private bool IsMeantAsCase(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary && !IsGenerated(method) &&
        (method.IsPartialDefinition
            ? ReturnsUnion(method) || (method.PartialImplementationPart is null && !method.ReturnsVoid)
            : IsBodiless(method) && ReturnsUnion(method));

    private static bool IsBodiless(IMethodSymbol method) =>
        method is { IsPartialDefinition: false, PartialDefinitionPart: null, IsExtern: false, IsAbstract: false } &&
        method.DeclaringSyntaxReferences is [var reference] &&
        reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax { Body: null, ExpressionBody: null };

    private bool ReturnsUnion(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ReturnType, _union);

    private string? ReasonAgainst(IMethodSymbol method)
    {
        if (method.Name == _union.Name)
        {
            return "it has the name of its union";
        }

        if (!method.IsPartialDefinition)
        {
            return "it must be 'partial': its body is generated";
        }

        if (!method.IsStatic)
        {
            return "it must be 'static'";
        }

        if (method.PartialImplementationPart is { } body && !IsGenerated(body))
        {
            return "it has a body, which is generated; leave only the declaration";
        }

        if (method.IsGenericMethod)
        {
            return "it is generic; make the union generic instead";
        }

        if (!ReturnsUnion(method) || method.RefKind != RefKind.None)
        {
            return $"it must return '{_union.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'";
        }

        return ReasonAgainstName(method.Name) ?? ReasonAgainstParameters(method);
    }

    private string? ReasonAgainstName(string name)
    {
        if (UnionNames.Reserved.Contains(name))
        {
            return "a generated member has this name";
        }

        for (var type = _union; type is not null; type = type.ContainingType)
        {
            if (type.TypeParameters.Any(p => p.Name == name))
            {
                return "a type parameter has this name";
            }
        }

        return name.StartsWith(UnionNames.IsPrefix, StringComparison.Ordinal) &&
            Factories(_union).Any(f => f.Name.Length + UnionNames.IsPrefix.Length == name.Length && name.EndsWith(f.Name, StringComparison.Ordinal))
            ? $"the test for case '{name.Substring(UnionNames.IsPrefix.Length)}' has this name"
            : null;
    }

    private string? ReasonAgainstParameters(IMethodSymbol method)
    {
        if (method.Parameters.Length > MaxParts)
        {
            return $"it has more than {MaxParts} parameters; group them in a type";
        }

        foreach (var parameter in method.Parameters)
        {
            if (ReasonAgainst(parameter) is { } reason)
            {
                return $"parameter '{parameter.Name}' {reason}";
            }
        }

        return null;
    }

    private string? ReasonAgainst(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None)
        {
            return "is passed by reference; a case keeps its values, take it by value";
        }

        if (parameter.IsParams)
        {
            return "is 'params'; a case keeps its values, take the array or collection itself";
        }

        if (parameter.Has(KnownNames.Borrows))
        {
            return "is marked [Borrows], but a case keeps its values";
        }

        return ReasonAgainst(parameter.Type);
    }

    private string? ReasonAgainst(ITypeSymbol type)
    {
        if (type.IsRefLikeType || type is ITypeParameterSymbol { AllowsRefLikeType: true })
        {
            return "is of a ref struct, which a union cannot hold";
        }

        if (type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
        {
            return "is a pointer, which Func and Action cannot take; wrap it in a struct";
        }

        if (Embeds(type))
        {
            return "would make the union contain itself; hold it through a class or an array";
        }

        return type.TypeKind != TypeKind.Error && PayloadAccess.Widest(type, _union) == Accessibility.Private
            ? "is of a type too private for the generated case type; make the type internal"
            : null;
    }

    private bool Embeds(ITypeSymbol type)
    {
        var open = new Stack<ITypeSymbol>();
        open.Push(type);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (SymbolEqualityComparer.Default.Equals(part.OriginalDefinition, _union))
            {
                return true;
            }

            if (part is INamedTypeSymbol named &&
                (named.IsTupleType || named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T))
            {
                foreach (var argument in named.TypeArguments)
                {
                    open.Push(argument);
                }
            }
        }

        return false;
    }

    // The fields are the generator's: one of the user's would be state outside the closed set.
    private void ReadOtherMembers()
    {
        foreach (var member in _union.GetMembers())
        {
            if (IsGenerated(member) || member.Locations is not [{ IsInSource: true }, ..])
            {
                continue;
            }

            if (member is IFieldSymbol { IsStatic: false } field)
            {
                // A captured primary-constructor parameter has a field that cannot be named; its constructor is reported.
                var state = field.AssociatedSymbol ?? field;
                if (!state.CanBeReferencedByName || IsTaken(state))
                {
                    continue;
                }

                RejectMember(state, "holds state outside the cases; make it a parameter of the cases it belongs to");
            }
            else if (member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false })
            {
                RejectMember(member, "would be a way to make the union beside its cases; write a static method that returns a case");
            }
            else if (member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && !IsMeantAsCase(member) &&
                IsTaken(member))
            {
                RejectMember(member, "has the name of a generated member");
            }
        }
    }

    private bool IsMeantAsCase(ISymbol member) => member is IMethodSymbol method && IsMeantAsCase(method);

    // Methods may overload generated methods, nothing else may share a name.
    private bool IsTaken(ISymbol member) =>
        UnionNames.Unique.Contains(member.Name) ||
        (member is not IMethodSymbol &&
            (UnionNames.Reserved.Contains(member.Name) ||
            (member.Name.StartsWith(UnionNames.IsPrefix, StringComparison.Ordinal) &&
                _cases.Any(c => UnionNames.IsPrefix + c.Name == member.Name))));

    private void RejectMember(ISymbol member, string reason)
    {
        CanBeExtended = false;
        var name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "the constructor" : $"member '{member.Name}'";
        ReportType(member, $"{name} {reason}");
    }
}
