namespace Multiprocessing.Managers.Objects;

/// <summary>Tells the generator that objects of the interface are used through a class of the library, and which method registers it.</summary>
/// <param name="method">The method's name in <see cref="SharedFaces"/>; its type parameters are the interface's.</param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
internal sealed class SharedFaceAttribute(string method) : Attribute
{
    internal string Method { get; } = method;
}
