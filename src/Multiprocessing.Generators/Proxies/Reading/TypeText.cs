using System.Text;
using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>
/// A type as text that means the same in every program: full names without assemblies, and, of the user's own data types, the members that travel. Two programs whose types
/// differ get different texts, so a call is refused and never misread.
/// </summary>
internal static class TypeText
{
    internal static string Of(ITypeSymbol type)
    {
        var text = new StringBuilder();
        Append(text, type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));
        return text.ToString();
    }

    private static void Append(StringBuilder text, ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Append(text, array.ElementType, seen);
                text.Append('[').Append(',', array.Rank - 1).Append(']');
                return;
            case INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration:
                text.Append(ProductTypes.FullName(enumeration)).Append(':').Append(enumeration.EnumUnderlyingType!.Name);
                return;
            case INamedTypeSymbol named:
                text.Append(ProductTypes.FullName(named));
                AppendArguments(text, named, seen);
                if (!ProductTypes.IsFramework(named) && named.ContainingAssembly?.Name != "Multiprocessing" && named.TypeKind is TypeKind.Class or TypeKind.Struct && seen.Add(named)) AppendMembers(text, named, seen);
                return;
            default:
                text.Append(type.Name);
                return;
        }
    }

    private static void AppendArguments(StringBuilder text, INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.TypeArguments.Length == 0) return;
        text.Append('<');
        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            if (i > 0) text.Append(',');
            Append(text, type.TypeArguments[i], seen);
        }

        text.Append('>');
    }

    private static void AppendMembers(StringBuilder text, INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        text.Append('{');
        for (INamedTypeSymbol? declaring = type; declaring is not null && !ProductTypes.IsFramework(declaring); declaring = declaring.BaseType)
        {
            foreach (ISymbol member in declaring.GetMembers())
            {
                ITypeSymbol? held = member switch
                {
                    IFieldSymbol { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false } field => field.Type,
                    IPropertySymbol { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null } property => property.Type,
                    _ => null,
                };
                if (held is null) continue;
                text.Append(member.Name).Append(':');
                Append(text, held, seen);
                text.Append(';');
            }
        }

        text.Append('}');
    }
}
