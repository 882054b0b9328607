using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Repository.Tests.Api;

/// <summary>The public API of an assembly as text: a line for each type, followed by its members, indented, in the order of their names.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
    };

    private static readonly NullabilityInfoContext s_nullability = new();

    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal).SelectMany(static type => Members(type).Order(StringComparer.Ordinal).Prepend(Head(type)))];

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsAssignableTo(typeof(Delegate)) ? "delegate"
            : type.IsValueType ? $"{(IsReadOnly(type) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}class";
        string[] bases = [.. type.BaseType is { } parent && parent != typeof(object) && type.IsClass ? [Name(parent)] : (string[])[],
            .. type.GetInterfaces().Where(i => i.IsPublic && !type.IsEnum && type.BaseType?.IsAssignableTo(i) != true).Select(Name).Order(StringComparer.Ordinal)];
        return $"{kind} {Name(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate))) return [Method(type.GetMethod("Invoke")!)];
        if (type.IsEnum) return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => $"    {field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        return type.GetMembers(Declared).Select(static member => member switch
        {
            FieldInfo field when IsVisible(field.Attributes) => $"    {(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}"
                + (field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : ""),
            PropertyInfo property => Property(property),
            EventInfo { AddMethod: { } add } e when IsVisible(add) => $"    event {Name(e.EventHandlerType!)} {e.Name}",
            ConstructorInfo constructor when IsVisible(constructor) => $"    {Access(constructor)}new({Parameters(constructor)})",
            MethodInfo { IsSpecialName: false } method when IsVisible(method) => Method(method),
            MethodInfo method when IsVisible(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) => Method(method),
            _ => "",
        }).Where(static line => line.Length > 0);
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is { } getter && IsVisible(getter) ? getter : null, set = property.SetMethod is { } setter && IsVisible(setter) ? setter : null;
        if ((get ?? set) is not { } accessor) return "";
        bool isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string parameters = property.GetIndexParameters() is { Length: > 0 } ? $"[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]" : "";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string body = $"{{ {(get is null ? "" : "get; ")}{(set is null ? "" : isInit ? "init; " : "set; ")}}}";
        return $"    {Access(accessor)}{Modifiers(accessor)}{required}{Name(property.PropertyType, s_nullability.Create(property).ReadState)} {(parameters.Length > 0 ? "this" : property.Name)}{parameters} {body}";
    }

    private static string Method(MethodInfo method)
    {
        string generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        string result = Name(method.ReturnType, s_nullability.Create(method.ReturnParameter).ReadState);
        return $"    {Access(method)}{Modifiers(method)}{result} {method.Name}{generics}({extension}{Parameters(method)}){(method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : "")}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        bool isReference = parameter.ParameterType.IsByRef;
        string way = !isReference ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string type = Name(isReference ? parameter.ParameterType.GetElementType()! : parameter.ParameterType, s_nullability.Create(parameter).WriteState);
        return $"{way}{type} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : "")}";
    }

    private static string Name(Type type)
    {
        if (s_keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        string outer = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";
        return outer + type.Name.Split('`')[0] + (type.IsGenericType && !type.IsNested ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "");
    }

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Where(static parameter => parameter.IsGenericParameter).Select(static parameter =>
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        string[] parts =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? (string[])["class"] : [],
            .. attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? (string[])[IsUnmanaged(parameter) ? "unmanaged" : "struct"] : [],
            .. parameter.GetGenericParameterConstraints().Where(static constraint => constraint != typeof(ValueType)).Select(Name),
        ];
        return parts.Length == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }));

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true, IsAbstract: true } => "static abstract ",
        { IsStatic: true } => "static ",
        { IsAbstract: true } when method.DeclaringType!.IsClass => "abstract ",
        { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } when method.DeclaringType!.IsClass => "virtual ",
        _ => "",
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute));

    private static bool IsUnmanaged(Type parameter) => parameter.GetCustomAttributesData().Any(static data => data.AttributeType.Name == "IsUnmanagedAttribute");

    private static string Name(Type type, NullabilityState state) => Name(type) + (state == NullabilityState.Nullable && Nullable.GetUnderlyingType(type) is null ? "?" : "");

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
