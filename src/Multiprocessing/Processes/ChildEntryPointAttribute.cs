namespace Multiprocessing;

/// <summary>
/// Marks a delegate parameter that runs in another process: what is passed must be a static method or a lambda that captures nothing. An analyzer refuses
/// others where they are written (MP0001); the call refuses them at run time.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ChildEntryPointAttribute : Attribute;
